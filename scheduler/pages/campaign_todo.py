"""What waits in a campaign: its tasks and what its content needs, in words."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from scheduler.campaigns.domain.todo import WaitingRow
from scheduler.content.domain.next_steps import OF_SIGNERS, Need
from scheduler.content.presenters.todo import Waiting
from scheduler.pages.domain.todo_lines import Changed, Line, line_of_task, most_urgent_first

_WHAT = {
    Need.OWN: _l("Assign an owner"),
    Need.WRITE: _l("Copy"),
    Need.ASK: _l("Request sign-off"),
    Need.SIGN: _l("Sign-off of %(organisation)s"),
    Need.RENEW: _l("Re-sign by %(organisation)s: copy changed"),
    Need.ANSWER_NO: _l("Resolve changes requested by %(organisation)s"),
    Need.REPLACE: _l("Another signatory: %(organisation)s has closed"),
    Need.TAKE_OVER: _l("A new owning organisation: %(organisation)s has closed"),
    Need.NAME_LEAD: _l("A lead of %(organisation)s who can sign off"),
    Need.APPROVE: _l("Approve: all organisations signed off"),
    Need.SCHEDULE: _l("Schedule in your publishing tool"),
    Need.PUBLISH: _l("Publishing"),
    Need.REVIEW: _l("Review"),
    Need.LIFT: _l("Embargo lifts"),
    Need.RELEASE: _l("Release hold"),
}


def lines_of(
    tasks: Iterable[WaitingRow],
    needs: Iterable[Waiting],
    person_id: int | None,
    changes: Iterable[Changed],
) -> tuple[Line, ...]:
    """Return everything that waits, the most urgent first."""
    known = {(change.public_id, change.organisation): change for change in changes}
    return most_urgent_first(
        [
            *(line_of_task(row, _("Task")) for row in tasks),
            *(_of_need(one, person_id, known.get((one.public_id, one.organisation))) for one in needs),
        ]
    )


def _of_need(one: Waiting, person_id: int | None, changed: Changed | None) -> Line:
    mine = person_id in one.people
    return Line(
        kind=str(one.need),
        id=one.item_id,
        title=one.title or _("Untitled"),
        path=_path(one),
        what=_what(one, mine=mine),
        on_whom=one.names or _nobody(one),
        due=one.due,
        at=one.at,
        zone=one.zone,
        is_late=one.is_late,
        mine=mine,
        changed=changed if one.need is Need.RENEW else None,
    )


def _path(one: Waiting) -> str:
    part = {Need.REVIEW: "#reviews", Need.LIFT: "#sight", Need.RELEASE: "#sight"}.get(one.need, "")
    return f"{one.path}#sign-off" if one.need in OF_SIGNERS else f"{one.path}{part}"


def _nobody(one: Waiting) -> tuple[str, ...]:
    if one.need in OF_SIGNERS:
        # A coordinator can do that without seeing the item, which may be shared with organisations alone.
        return (_("No one at this organisation can sign off: %(place)s needs another lead.", place=one.organisation),)
    return (_("Automatic"),) if one.need is Need.LIFT else ()


def _what(one: Waiting, *, mine: bool) -> str:
    """Return the kind of wait in a few words."""
    if mine and one.need is Need.RENEW:
        return _("Your sign-off again: copy changed")
    if one.need is Need.REVIEW and one.names:
        return _("Review by %(name)s", name=one.names[0])
    return str(_WHAT[one.need]) % {"organisation": one.organisation}
