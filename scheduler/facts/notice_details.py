"""What notices about facts tell beyond the statement: on which day it was true last."""

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.reminders.details import NO_DETAILS, Asked, Details, Found
from scheduler.web.template_filters import day


class FactNotices:
    """Knows the details of notices about facts."""

    source_kinds = frozenset({SourceKind.FACT})

    def details(self, session: Session, asked: Sequence[Asked], now: datetime) -> Found:  # noqa: ARG002 - of the protocol
        """Return until when these facts are true, or were."""
        return {one.message.id: _details(one) for one in asked}


def _details(asked: Asked) -> Details:
    until = asked.payload.get("until")
    if not until:
        return NO_DETAILS
    last = day(date.fromordinal(int(until)))
    if asked.payload.get("passed"):
        return Details(
            sentence=_(
                "This was true until %(day)s. Look for a newer version of the source, then edit or retire it.",
                day=last,
            )
        )
    return Details(sentence=_("This is true until %(day)s. Look for a newer version of the source in time.", day=last))
