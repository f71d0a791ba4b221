"""The pages of an item: its copy with what is to be done, what was said and done, and all that is known of it."""

from datetime import date
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import LOGIN_ENDPOINT, current_actor, current_person, members_only, public
from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import viewer
from scheduler.content.forms.discussion import CommentForm
from scheduler.content.models import Item
from scheduler.content.permissions import roles as item_roles
from scheduler.content.presenters.activity import activity_page
from scheduler.content.presenters.bill_news import bill_news
from scheduler.content.presenters.checks import check_panel
from scheduler.content.presenters.copy_page import CopyPage, copy_page
from scheduler.content.presenters.copy_view import copy_view
from scheduler.content.presenters.discussion import open_talk_panel, review_lines
from scheduler.content.presenters.echo import echoes
from scheduler.content.presenters.embargo import is_lifting, seen_by
from scheduler.content.presenters.export import notices_above
from scheduler.content.presenters.facts import fact_news, fact_uses, part_choices
from scheduler.content.presenters.item import item_head
from scheduler.content.presenters.item_details import item_details
from scheduler.content.presenters.next_act import next_acts
from scheduler.content.presenters.pictures import picture_panel
from scheduler.content.presenters.pitches import pitch_panel
from scheduler.content.presenters.press_texts import outdated_press
from scheduler.content.presenters.quotes import quote_panel, text_outside
from scheduler.content.presenters.sent_copies import sent_panel
from scheduler.content.presenters.signoff import panel_of
from scheduler.content.presenters.todo import waiting_for
from scheduler.content.queries.activity import StreamPart
from scheduler.content.queries.items import Seen, is_known, readable_item, redacted_item
from scheduler.content.queries.open_items import placeholder_item
from scheduler.content.views.access import item_of_tab, logged, logged_once
from scheduler.content.views.blueprint import blueprint
from scheduler.content.views.page_context import answer_form, embargo_context
from scheduler.dates.timezones import day_of
from scheduler.web.compression import keep_plain
from scheduler.web.pagination import requested_page
from scheduler.web.request import now, session, settings

TEXT, SIGN_OFF, WAITING = "text", "sign-off", "waiting"
"""The parts of the page of the copy that show their beginning when they are long, by their ids."""


@blueprint.get("/content/<public_id>")
@public
def show(public_id: str) -> ResponseReturnValue:
    seen = readable_item(session(), viewer(), public_id)
    if seen is None:
        return _neutral_page(public_id) if is_known(session(), viewer(), public_id) else _hidden()
    return _copy_page(logged(seen))


@blueprint.get("/content/<public_id>/activity")
@members_only
def activity(public_id: str) -> ResponseReturnValue:
    # Comments quote the copy.
    seen, actor_roles = logged_once(item_of_tab(public_id)), current_actor()
    wanted, number, comment = request.args.get("show"), requested_page(request.args), request.args.get("comment", "")
    only = StreamPart(wanted) if wanted in set(StreamPart) else None
    talk = activity_page(session(), actor_roles, seen, now(), number=number, only=only, comment=comment)
    return render_template(
        "content/activity.html",
        head=item_head(session(), viewer(), actor_roles, seen),
        item=seen.item,
        text=seen.text,
        talk=talk,
        comment_form=CommentForm(formdata=None, parts=part_choices(seen.text)),
    )


@blueprint.get("/content/<public_id>/details")
@members_only
def details(public_id: str) -> ResponseReturnValue:
    # Checks, facts and quotes have passages of the copy.
    seen, actor_roles, at = logged_once(item_of_tab(public_id)), current_actor(), now()
    by, page = item_roles(actor_roles, seen.item), item_details(session(), viewer(), actor_roles, seen)
    shown: dict[str, Any] = {"head": page.head, "page": page, "item": seen.item, "text": seen.text}
    shown |= {"fact_uses": fact_uses(seen, page.facts, _today()), "outdated": outdated_press(session(), seen)}
    shown |= {"quotes": quote_panel(session(), by, seen, at), "pitches": pitch_panel(session(), by, seen)}
    shown |= {"pictures": picture_panel(session(), by, seen, at), "seen_by": seen_by(session(), seen)}
    shown["sent"] = sent_panel(session(), viewer(), actor_roles, seen, at)
    shown["checks"] = check_panel(session(), viewer(), seen, at, bills=page.bills)
    shown["echoes"] = echoes(session(), viewer(), seen, page.channels)
    if any(echo.is_concealed for echo in shown["echoes"]):
        keep_plain()
    return render_template("content/details.html", **shown, **embargo_context(seen.item))


def _copy_page(seen: Seen) -> ResponseReturnValue:
    """Show the copy with what is to be done to a member who may read it; to others as it was published."""
    is_member = viewer().is_member
    actor_roles = current_actor() if is_member else ActorRoles(0, is_member=False, is_coordinator=False)
    found = copy_page(session(), viewer(), actor_roles, seen, now())
    shown = {"page": found.page, "head": found.page.head, "item": seen.item, "text": seen.text}
    shown |= {"pictures": found.pictures, "checks": found.checks}
    if not is_member:
        return render_template("content/public.html", **shown | {"text": text_outside(session(), seen, now())})
    view = copy_view(seen, found.picture.channels, request.args.get("channel", ""))
    shown |= {"view": view, "notices": notices_above(session(), seen, now()) if view.is_for_press else ()}
    return render_template("content/item.html", **shown, **_to_do(found, actor_roles), **_around(found, actor_roles))


def _to_do(found: CopyPage, actor_roles: ActorRoles) -> dict[str, Any]:
    """Return what is shown of sign-offs, and of what is next."""
    papers, people, seen = found.papers, found.people, found.papers.seen
    signing = panel_of(session(), actor_roles, papers, people, found.picture.readable_answers)
    reviews = review_lines(session(), actor_roles, seen.item, found.picture.reviews, now())
    return {
        "signing": signing,
        "signing_whole": request.args.get("all") == SIGN_OFF,
        "waiting_whole": request.args.get("all") == WAITING,
        "answer_forms": {line.organisation_id: answer_form(signing.text_hash) for line in signing.mine},
        "next": next_acts(found.page, signing, reviews, waiting_for(papers, people, now())),
    }


def _around(found: CopyPage, actor_roles: ActorRoles) -> dict[str, Any]:
    """Return what is shown of news, of what is said of the copy, and of who has access to it."""
    seen = found.papers.seen
    return {
        "talk": open_talk_panel(session(), found.picture, folds=request.args.get("all") != TEXT),
        "base_url": settings().base_url.rstrip("/"),
        "unfold": {part: _unfolded(seen.item, part) for part in (TEXT, SIGN_OFF, WAITING)},
        "comment_form": CommentForm(formdata=None, parts=part_choices(seen.text)),
        "bill_news": bill_news(session(), seen, found.picture.bills),
        "fact_news": fact_news(seen, fact_uses(seen, found.picture.facts, _today()), _today()),
        "sent": sent_panel(session(), viewer(), actor_roles, seen, now()),
        "seen_by": seen_by(session(), seen),
        "is_lifting": is_lifting(seen.item.guard, now()),
    }


def _unfolded(item: Item, part: str) -> str:
    """Return the address of an item's page that shows all of one part, of the copy as it was written."""
    channel = request.args.get("channel") or None
    return url_for("content.show", public_id=item.public_id, channel=channel, all=part, _anchor=part)


def _today() -> date:
    return day_of(now(), reader_zone())


def _hidden() -> ResponseReturnValue:
    """Answer the same for what is hidden and what never was; a visitor may be a member who is not logged in."""
    return redirect(url_for(LOGIN_ENDPOINT, next=request.path)) if current_person() is None else abort(404)


def _neutral_page(public_id: str) -> ResponseReturnValue:
    redacted = redacted_item(session(), viewer(), public_id)
    item = placeholder_item(session(), viewer(), public_id) or abort(404)
    shown: dict[str, Any] = {"redacted": redacted, "public_id": public_id, **embargo_context(item)}
    return render_template("content/redacted.html", **shown)
