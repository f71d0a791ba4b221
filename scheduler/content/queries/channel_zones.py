"""In which zones the readers of organisations' channels live; every member may know."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.content.models import OrganisationChannelZone


def channel_zone_rows(session: Session, organisation_id: int) -> Sequence[OrganisationChannelZone]:
    """Return the rows of an organisation's channels that have a zone of their own."""
    row = OrganisationChannelZone
    return session.scalars(select(row).where(row.organisation_id == organisation_id)).all()


def channel_zones(session: Session, organisation_ids: Collection[int]) -> Mapping[int, Mapping[str, str]]:
    """Return by organisation the zones of channels, by slug, that are not the organisation's own."""
    row = OrganisationChannelZone
    found: dict[int, dict[str, str]] = {}
    for one in session.scalars(select(row).where(row.organisation_id.in_(organisation_ids))):
        found.setdefault(one.organisation_id, {})[one.channel] = one.zone
    return found
