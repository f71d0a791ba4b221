"""What stands beside the text on an item's page, and the forms in it."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import current_actor
from scheduler.agenda.access import viewer
from scheduler.content.forms.discussion import AdviceForm, CommentForm
from scheduler.content.forms.signoffs import AnswerForm
from scheduler.content.models import Item
from scheduler.content.presenters import embargo
from scheduler.content.presenters.discussion import discussion_panel
from scheduler.content.presenters.export import notices_above
from scheduler.content.presenters.facts import part_choices
from scheduler.content.presenters.history import ACTS
from scheduler.content.presenters.signoff import panel_of
from scheduler.content.presenters.todo import ItemWithStatus, People, waiting_for
from scheduler.content.queries.items import Seen
from scheduler.content.queries.picture import ItemPicture, picture_of
from scheduler.web.forms import TokenForm
from scheduler.web.request import now, session

TEXT, SIGN_OFF, WAITING = "text", "sign-off", "waiting"
"""The parts of an item's page that show their beginning when they are long, by their ids."""

WAITING_SHOWN = 12


def item_picture(seen: Seen) -> ItemPicture:
    """Return what stands beside an item.

    The comment whose id stands in the address as `before` is where the comments shown end.
    """
    return picture_of(session(), viewer(), seen, ACTS, request.args.get("before") or None)


def beside(picture: ItemPicture, papers: ItemWithStatus, people: People) -> dict[str, Any]:
    """Return what the partial templates of sign-off, reviews, comments, embargo and access show to a member."""
    seen, actor_roles, unfolded = picture.seen, current_actor(), request.args.get("all", "")
    signing = panel_of(session(), actor_roles, papers, people, picture.readable_answers)
    kept_back = embargo.panel_of(session(), actor_roles, seen.item, seen.rules, picture.openings, now=now())
    waiting = waiting_for(papers, people, now())
    return {
        "waiting": waiting if unfolded == WAITING else waiting[:WAITING_SHOWN],
        "waiting_count": len(waiting),
        "signing": signing,
        "signing_whole": unfolded == SIGN_OFF,
        "unfold": {part: _unfolded(seen.item, part) for part in (TEXT, SIGN_OFF, WAITING)},
        "answer_forms": {line.organisation_id: answer_form(signing.text_hash) for line in signing.mine},
        "talk": discussion_panel(session(), actor_roles, picture, now(), folds=unfolded != TEXT),
        "advice_form": AdviceForm(formdata=None, version=seen.version.number),
        "comment_form": CommentForm(formdata=None, parts=part_choices(seen.text)),
        "notices": notices_above(session(), seen, now()),
        **_embargo(seen.item, kept_back),
        "seen_by": embargo.seen_by(session(), seen),
    }


def _unfolded(item: Item, part: str) -> str:
    """Return the address of an item's page that shows all of one part, and the same comments."""
    before = request.args.get("before") or None
    return url_for("content.show", public_id=item.public_id, before=before, all=part, _anchor=part)


def embargo_context(item: Item) -> dict[str, Any]:
    """Return what the embargo's partial shows to a member who knows the item's placeholder alone."""
    return _embargo(item, embargo.embargo_panel(session(), current_actor(), item, now()))


def _embargo(item: Item, panel: embargo.EmbargoPanel) -> dict[str, Any]:
    return {"embargo": panel, "form": TokenForm(formdata=None, revision=item.revision)}


def answer_form(text_hash: str) -> AnswerForm:
    """Return an empty answer to exactly this text."""
    return AnswerForm(formdata=None, text_hash=text_hash)


def redirect_to_item(public_id: str, anchor: str = "") -> ResponseReturnValue:
    """Go back to a part of the item's page after something was done."""
    return redirect(url_for("content.show", public_id=public_id, _anchor=anchor or None), 303)
