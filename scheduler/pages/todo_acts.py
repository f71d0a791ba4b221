"""What a line of the to-dos offers at its end: the place where it is done, or the button that does it."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import pgettext

from scheduler.campaigns.domain.todo import WaitingRow
from scheduler.campaigns.queries.join_requests import WAITING as JOIN_WAITING
from scheduler.content.domain.item_parts import item_path
from scheduler.content.domain.next_steps import OF_SIGNERS, NextStep
from scheduler.content.presenters.todo import kind_of


@dataclass(frozen=True, slots=True)
class TodoAct:
    """What may be done; `is_post` is what the button itself does, all else opens a page."""

    label: str
    path: str
    is_post: bool = False


_OF_CONTENT = {
    kind_of(NextStep.OWN): (_l("Assign owner"), "content.edit", "owner_id"),
    kind_of(NextStep.TAKE_OVER): (_l("Hand over"), "content.edit", "organisation_id"),
    kind_of(NextStep.WRITE): (_l("Write copy"), "content.edit_text", None),
    kind_of(NextStep.ANSWER_NO): (_l("Edit copy"), "content.edit_text", None),
    kind_of(NextStep.ASK): (_l("Request sign-off"), "content_review.ask", None),
    kind_of(NextStep.REPLACE): (_l("Edit signatories"), "content_review.ask", None),
    kind_of(NextStep.PUBLISH): (_l("Add link"), "content.published", None),
    kind_of(NextStep.RELEASE): (_l("Release hold"), "content_review.release", None),
}
_OF_OTHERS = {JOIN_WAITING: _l("Respond")}
_REVIEWING = kind_of(NextStep.REVIEW)
_SIGNING = frozenset(kind_of(step) for step in OF_SIGNERS)


def act_of(row: WaitingRow) -> TodoAct | None:
    """Return what the line offers besides its title, which opens the thing; None where that is all."""
    if row.is_task:
        return _of_task(row)
    if row.kind in _SIGNING:
        place = url_for("content_review.answer", public_id=row.public_id, organisation_id=row.organisation_id)
        return TodoAct(_("Review changes") if row.kind == kind_of(NextStep.RENEW) else _("Sign off"), place)
    if row.kind == _REVIEWING:
        return TodoAct(pgettext("button", "Review"), item_path(row.public_id, "reviews"))
    if row.kind in _OF_CONTENT:
        label, endpoint, anchor = _OF_CONTENT[row.kind]
        return TodoAct(str(label), url_for(endpoint, public_id=row.public_id, _anchor=anchor))
    return TodoAct(str(_OF_OTHERS[row.kind]), row.path) if row.kind in _OF_OTHERS else None


def _of_task(row: WaitingRow) -> TodoAct:
    campaign, task = row.public_id, row.address
    if row.needs_somebody:
        return TodoAct(_("Assign"), url_for("campaign_tasks.edit", public_id=campaign, address=task))
    there = url_for("campaign_tasks.finish", public_id=campaign, address=task)
    return TodoAct(pgettext("button: finishes a task", "Done"), there, is_post=True)
