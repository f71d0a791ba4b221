"""Keeps in which zones the readers of an organisation's channels live, where that is not the organisation's own."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.services.memberships import lock_open_organisation
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.content.channels.registry import CHANNELS
from scheduler.content.models import OrganisationChannelZone
from scheduler.content.queries.channel_zones import channel_zone_rows
from scheduler.db import touch
from scheduler.rows import StaleEditError


def save_channel_zones(
    session: Session,
    organisation_id: int,
    zones: Mapping[str, str],
    *,
    revision: int | None,
    actor_id: int | None,
    now: datetime,
) -> bool:
    """Write the zones of channels, by slug, and say whether any is another; an empty one is the organisation's own.

    What was planned before keeps its time.

    Raises:
        OrganisationClosedError: it is closed.
        StaleEditError: somebody else changed the organisation in the meantime.
    """
    organisation = lock_open_organisation(session, organisation_id)
    rows = {row.channel: row for row in channel_zone_rows(session, organisation_id)}
    saved = {slug: rows[slug].zone if slug in rows else "" for slug in CHANNELS}
    wanted = {slug: zones.get(slug, "") for slug in CHANNELS}
    if wanted == saved:
        return False
    if revision != organisation.revision:
        raise StaleEditError(saved)
    for slug, zone in wanted.items():
        if slug in rows and not zone:
            session.delete(rows[slug])
        elif slug in rows:
            rows[slug].zone = zone
        elif zone:
            session.add(OrganisationChannelZone(organisation_id=organisation_id, channel=slug, zone=zone))
    organisation.revision += 1
    touch(session, organisation)
    session.flush()
    subject = (SubjectKind.ORGANISATION, organisation_id)
    record(session, AuditAct.ORGANISATION_CHANNELS_CHANGED, subject, actor_id=actor_id, now=now)
    return True
