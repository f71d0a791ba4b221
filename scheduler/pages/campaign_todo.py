"""What waits in a campaign: its tasks and what its content needs, in words."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from scheduler.campaigns.domain.todo import Changed, Urgency, WaitingRow, by_urgency
from scheduler.content.domain.item_parts import item_path
from scheduler.content.domain.next_steps import OF_SIGNERS, NextStep
from scheduler.content.presenters.todo import Waiting

_WHAT = {
    NextStep.OWN: _l("Assign an owner"),
    NextStep.REDATE: _l("Decide on the date: the campaign moved"),
    NextStep.WRITE: lazy_pgettext("text of an item", "Copy"),
    NextStep.ASK: _l("Request sign-off"),
    NextStep.SIGN: _l("Sign-off by %(organisation)s"),
    NextStep.CHECK: _l("Second check for %(organisation)s"),
    NextStep.RENEW: _l("Re-sign by %(organisation)s: copy changed"),
    NextStep.ANSWER_NO: _l("Resolve changes requested by %(organisation)s"),
    NextStep.REPLACE: _l("Another signatory: %(organisation)s has closed"),
    NextStep.TAKE_OVER: _l("A new owning organisation: %(organisation)s has closed"),
    NextStep.NAME_LEAD: _l("A lead of %(organisation)s who can sign off"),
    NextStep.APPROVE: _l("Approve: all organisations signed off"),
    NextStep.SCHEDULE: _l("Schedule in your publishing tool"),
    NextStep.PUBLISH: _l("Publishing"),
    NextStep.PITCH: _l("Exclusive offer ends: record the answer"),
    NextStep.REVIEW: lazy_pgettext("step of an item", "Review"),
    NextStep.LIFT: _l("Embargo lifts"),
    NextStep.RELEASE: _l("Release hold"),
}


def lines_of(
    tasks: Iterable[WaitingRow],
    needs: Iterable[Waiting],
    person_id: int | None,
    changes: Iterable[Changed],
) -> tuple[WaitingRow, ...]:
    """Return everything that waits, the most urgent first."""
    known = {(change.public_id, change.organisation): change for change in changes}
    names, task = {step: str(name) for step, name in _WHAT.items()}, _("Task")
    return by_urgency(
        [
            *(_of_task(row, task) for row in tasks),
            *(_of_step(one, person_id, known.get((one.public_id, one.organisation)), names[one.step]) for one in needs),
        ]
    )


def _of_task(row: WaitingRow, name: str) -> WaitingRow:
    is_late = row.due is not None and row.due.urgency is Urgency.OVERDUE
    return row._replace(what=name, is_late=is_late)


def _of_step(one: Waiting, person_id: int | None, changed: Changed | None, name: str) -> WaitingRow:
    mine = person_id in one.people
    return WaitingRow(
        kind=one.kind,
        id=one.item_id,
        title=one.title or _("Untitled"),
        path=_path(one),
        what=_what(one, name, mine=mine),
        on_whom=one.names or _nobody(one),
        organisation="",
        due=one.due,
        at=one.at,
        zone=one.zone,
        is_late=one.is_late,
        mine=mine,
        changed=changed if one.step is NextStep.RENEW else None,
    )


def _path(one: Waiting) -> str:
    parts = {NextStep.REVIEW: "reviews", NextStep.LIFT: "visibility", NextStep.RELEASE: "visibility"}
    return item_path(one.public_id, "sign-off" if one.step in OF_SIGNERS else parts.get(one.step, ""))


def _nobody(one: Waiting) -> tuple[str, ...]:
    if one.step is NextStep.CHECK:
        return (_("A lead of another signatory"),)
    if one.step in OF_SIGNERS:
        # A coordinator can do that without seeing the item, which may be shared with organisations alone.
        return (_("No one at this organisation can sign off: %(place)s needs another lead.", place=one.organisation),)
    return (_("Automatic"),) if one.step is NextStep.LIFT else ()


def _what(one: Waiting, name: str, *, mine: bool) -> str:
    """Return the kind of wait in a few words."""
    if mine and one.step is NextStep.RENEW:
        return _("Your sign-off again: copy changed")
    if one.step is NextStep.REVIEW and one.names:
        return _("Review by %(name)s", name=one.names[0])
    return name % {"organisation": one.organisation}
