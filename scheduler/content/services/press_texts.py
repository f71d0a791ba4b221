"""Keeps what organisations have ready for press releases: every save is a version, and nobody overwrites unseen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.services.memberships import lock_open_organisation
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.content.domain.item_text import normalise_text
from scheduler.content.domain.press_texts import PressPart
from scheduler.content.press_models import OrganisationPressText
from scheduler.content.queries.press_texts import PressDetails, press_details, press_texts_at
from scheduler.rows import StaleEditError


@dataclass(frozen=True, slots=True)
class PressChange:
    """What somebody wants an organisation to keep in a language; `revision` is what their page was made from."""

    texts: Mapping[PressPart, str]
    language: str
    revision: int | None


def save_press_details(
    session: Session, organisation_id: int, change: PressChange, actor_id: int | None, now: datetime
) -> bool:
    """Add a version of each part that is another than before, and say whether there was any.

    A part that was left as it stood on the page stays as somebody else has saved it since.

    Raises:
        OrganisationClosedError: it is closed.
        StaleEditError: somebody else saved another text of the same part in the meantime.
    """
    lock_open_organisation(session, organisation_id)
    saved = press_details(session, organisation_id, change.language)
    wanted = {part: normalise_text(change.texts.get(part, "")) for part in PressPart}
    seen = _texts_on_page(session, organisation_id, change, saved)
    changed = [part for part in PressPart if wanted[part] not in (saved.texts[part], seen.get(part))]
    if not changed:
        return False
    if any(seen.get(part) != saved.texts[part] for part in changed):
        raise StaleEditError({part.value: text for part, text in saved.texts.items()})
    for part in changed:
        row = OrganisationPressText(organisation_id=organisation_id, part=part.value, language=change.language)
        row.text, row.person_id, row.at = wanted[part], actor_id, now
        session.add(row)
        # One by one, so that their ids are in the order of the parts.
        session.flush()
    subject = (SubjectKind.ORGANISATION, organisation_id)
    record(session, AuditAct.ORGANISATION_PRESS_CHANGED, subject, actor_id=actor_id, now=now)
    return True


def _texts_on_page(
    session: Session, organisation_id: int, change: PressChange, saved: PressDetails
) -> Mapping[PressPart, str]:
    """Return what the page was made from; nothing where that cannot be."""
    # Nothing saved yet counts as a revision too: forms have 0 for it.
    if change.revision is None or not 0 <= change.revision <= saved.revision:
        return {}
    return press_texts_at(session, organisation_id, change.language, change.revision)
