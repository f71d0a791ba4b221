"""What notifications about bills tell beyond the title: what became of the milestone, and how far the bill is."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.dates.timezones import day_of
from scheduler.legislation.domain.milestones import status_on
from scheduler.legislation.labels import count_label, milestone_label, status_labels
from scheduler.legislation.models import Bill, BillMilestone
from scheduler.legislation.reading import count_of, milestones_with_bills, standing_milestones, steps_of
from scheduler.outbox.rendering import NotSent
from scheduler.reminders.details import Asked, Details, Found
from scheduler.web.template_filters import day_short


class BillNotices:
    """Knows the details of notices about milestones."""

    source_kinds = frozenset({SourceKind.MILESTONE})

    def details(self, session: Session, asked: Sequence[Asked], now: datetime) -> Found:
        """Return what became of these milestones, as they are now, and how far their bills are."""
        known = milestones_with_bills(session, {one.entry.source_id for one in asked})
        standing = standing_milestones(session, {bill.id for bill, _row in known.values()})
        found: dict[int, Details | NotSent] = {}
        for one in asked:
            if one.entry.source_id in known:
                bill, row = known[one.entry.source_id]
                if row.revision != one.payload.get("revision"):
                    # Changed again since, which is told by itself.
                    found[one.message.id] = NotSent("changed_again")
                    continue
                steps = steps_of(each for each in standing if each.bill_id == bill.id)
                status = status_labels(status_on(steps, day_of(now, one.zone)))
                found[one.message.id] = _details(one, bill, row, status)
        return found


def _details(asked: Asked, bill: Bill, row: BillMilestone, status: Sequence[str]) -> Details:
    values = {"milestone": milestone_label(row.kind), "day": day_short(row.day), "actor": asked.actor}
    count = count_of(row)
    rows = (
        (_("Bill"), f"{bill.number} – {bill.title}"),
        *(((_("Votes"), count_label(count)),) if count is not None else ()),
        *((_("Status"), line) for line in status),
    )
    path = f"/bills/{bill.id}#milestone-{row.id}"
    if row.taken_back_at is not None:
        sentence = _("%(actor)s retracted “%(milestone)s” on %(day)s.", **values)
        return Details(sentence=sentence, rows=rows, quote=row.taken_back_reason, quote_label=_("Why:"), path=path)
    return Details(sentence=_("%(milestone)s on %(day)s.", **values), rows=rows, path=path)
