"""Says which checks of copy are required."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.models import Coalition
from scheduler.accounts.reading import coalition
from scheduler.accounts.services.organisations import Changing
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import Detail, record
from scheduler.audit.subjects import SubjectKind
from scheduler.guidance.models import CheckRule, Level
from scheduler.guidance.reading import check_levels
from scheduler.rows import RowGoneError, StaleEditError, lock_row

PICTURES = "pictures"
"""The check whose rule release 0.3 kept with the coalition, where an older process reads it still."""


def set_levels(session: Session, levels: Mapping[str, Level], changing: Changing, now: datetime) -> None:
    """Say what checks mean; one that is not named stays as it is, and saying the same again changes nothing.

    Raises:
        RowGoneError: the coalition has no name yet.
        StaleEditError: somebody else changed the coalition's row in the meantime.
    """
    known = coalition(session)
    if known is None:
        raise RowGoneError("no coalition")
    row = lock_row(session, Coalition, known.id)
    before = check_levels(session)
    changed = {slug: level for slug, level in levels.items() if before.get(slug, Level.ADVICE) != level}
    if not changed:
        return
    if changing.revision != row.revision:
        raise StaleEditError({slug: before.get(slug, Level.ADVICE) for slug in levels})
    for slug, level in changed.items():
        session.merge(CheckRule(slug=slug, level=level.value))
    row.needs_picture_texts = levels.get(PICTURES, before.get(PICTURES)) == Level.REQUIRED
    row.revision += 1
    session.flush()
    details: dict[str, Detail] = {slug: level.value for slug, level in sorted(changed.items())}
    subject = (SubjectKind.COALITION, row.id)
    record(session, AuditAct.COALITION_RULES_CHANGED, subject, actor_id=changing.actor_id, now=now, details=details)
