"""How the calendar entries of milestones are put into words; what is stored are codes."""

from enum import StrEnum

from flask_babel import gettext as _

from scheduler.agenda.domain.phrases import Phrase, Values
from scheduler.agenda.entry_wording import Vocabulary
from scheduler.legislation.domain.milestones import Count, MilestoneKind
from scheduler.legislation.labels import count_label, milestone_label
from scheduler.legislation.models import Bill, BillMilestone


class MilestoneText(StrEnum):
    """Texts of entries of milestones."""

    TITLE = "milestone_title"
    DETAILS = "milestone_details"


def title(bill: Bill, row: BillMilestone) -> Phrase:
    """Return what happens to which bill."""
    return Phrase(MilestoneText.TITLE, terms={"milestone": [row.kind]}, own=bill.number)


def details(bill: Bill, row: BillMilestone) -> Phrase:
    """Return what a calendar says of a milestone below its title."""
    typed = {
        "bill": bill.title,
        "jurisdiction": bill.jurisdiction,
        "note": row.note,
        "source": row.source_url,
        "taken_back": row.taken_back_reason,
    }
    given = {name: value for name, value in typed.items() if value}
    votes = {} if row.votes_for is None else {"for": str(row.votes_for), "against": str(row.votes_against)}
    return Phrase(MilestoneText.DETAILS, {**given, **votes}, own="\n\n".join(given.values()))


def _title(values: Values) -> str:
    # Translators: what happens to which bill, such as "Committee vote: H.R. 2732"
    return _("%(milestone)s: %(bill)s", milestone=_kind(values), bill=values["title"])


def _kind(values: Values) -> str:
    return milestone_label(values["milestone"][0])


def _details(values: Values) -> str:
    given = values.get
    paragraphs = (
        # Translators: the title of a bill, and the legislature
        _("%(title)s (%(jurisdiction)s)", title=values["bill"], jurisdiction=values["jurisdiction"]),
        _("Votes for and against: %(count)s", count=_count(values)) if given("for") else "",
        str(given("note", "")),
        _("Source: %(address)s", address=values["source"]),
        _("Retracted: %(reason)s", reason=given("taken_back")) if given("taken_back") else "",
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _count(values: Values) -> str:
    return count_label(Count(int(str(values["for"])), int(str(values["against"]))))


MILESTONE_TEXTS = Vocabulary(
    texts={MilestoneText.TITLE: _title, MilestoneText.DETAILS: _details},
    terms={"milestone": lambda: {kind: milestone_label(kind) for kind in MilestoneKind}},
)
