"""How pages and calendars name the milestones of a bill, and how far it is."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from scheduler.legislation.domain.milestones import BillStatus, Count, MilestoneKind, Step
from scheduler.web.template_filters import day, number

KIND_LABELS = {
    MilestoneKind.INTRODUCED: _l("Introduced"),
    MilestoneKind.HEARING: _l("Hearing"),
    MilestoneKind.COMMITTEE_VOTE: _l("Committee vote"),
    MilestoneKind.FLOOR_VOTE: _l("Floor vote"),
    MilestoneKind.OTHER_CHAMBER: _l("In the other chamber"),
    MilestoneKind.SIGNED: _l("Signed into law"),
    MilestoneKind.WITHDRAWN: _l("Withdrawn"),
    MilestoneKind.LAPSED: _l("Lapsed"),
}


def milestone_label(kind: str) -> str:
    """Return what a kind of milestone is called."""
    return str(KIND_LABELS[MilestoneKind(kind)])


def count_label(count: Count) -> str:
    """Return the count of a vote, those for it first."""
    return f"{number(count.votes_for)}–{number(count.votes_against)}"


def status_labels(status: BillStatus) -> list[str]:
    """Return how far a bill is, and what is planned next; nothing for one without milestones."""
    reached, planned = status.reached, status.planned
    return [
        # Translators: what happened to a bill, with the count of a vote if it was one, and the day
        *([_("%(milestone)s on %(day)s", milestone=_named(reached), day=day(reached.day))] if reached else []),
        *([_("%(milestone)s planned for %(day)s", milestone=_named(planned), day=day(planned.day))] if planned else []),
    ]


def _named(step: Step) -> str:
    name = milestone_label(step.kind)
    return f"{name} {count_label(step.count)}" if step.count else name
