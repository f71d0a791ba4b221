"""Pages about feeds."""

from collections.abc import Collection
from typing import cast

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import current_actor, members_only, public
from scheduler.accounts.domain.acts import Act
from scheduler.accounts.page_context import reader_zone
from scheduler.accounts.reading import open_organisations, organisation_names
from scheduler.agenda.access import viewer
from scheduler.agenda.domain.topics import Topic
from scheduler.agenda.reading import topics_in_use
from scheduler.dates.timezones import day_of
from scheduler.feeds.domain.links import SubscribeLinks, subscribe_links
from scheduler.feeds.domain.qr_codes import qr_code
from scheduler.feeds.forms import FeedForm, shown_selection
from scheduler.feeds.labels import POLLING
from scheduler.feeds.models import Feed
from scheduler.feeds.presenters import ShownPreview, about_feeds, chosen_organisations, shown_preview
from scheduler.feeds.reading import (
    AddressMaker,
    cards,
    cards_of,
    led_organisations,
    organisation_feeds,
    own_feed,
    personal_feeds,
)
from scheduler.feeds.services.addresses import (
    MAX_FEEDS_EACH,
    FeedDraft,
    TooManyFeedsError,
    change_feed,
    make_feed,
    revoke,
    rotate,
)
from scheduler.feeds.services.contents import Contents, eyes_of
from scheduler.feeds.services.preview import preview_of
from scheduler.feeds.services.version_watch import VersionWatch
from scheduler.feeds.views.blueprint import blueprint
from scheduler.feeds.views.files import coalition_name
from scheduler.rows import StaleEditError
from scheduler.web.compression import keep_plain
from scheduler.web.forms import StaleRows, differing
from scheduler.web.request import now, session, settings

subscribing = Blueprint("subscribing", __name__)


@subscribing.get("/subscribe")
@public
def page() -> ResponseReturnValue:
    """How to follow the public days in a calendar program."""
    links = public_links()
    return render_template("feeds/subscribe.html", links=links, code=qr_code(links.webcal), polling=POLLING)


def has_own_feeds() -> bool:
    """Say whether who is here can see the address of a feed that is not public."""
    own, led = current_actor(), current_actor().where(Act.MAKE_STAFF_FEED)
    return bool(personal_feeds(session(), own.person_id) or organisation_feeds(session(), led))


def public_links() -> SubscribeLinks:
    """Return the addresses with which calendar programs subscribe to what everybody may see."""
    return subscribe_links(settings().base_url + url_for("feeds.public_file", suffix="ics"), coalition_name())


@blueprint.get("")
@members_only
def index() -> ResponseReturnValue:
    """A person's feeds, those for the staff of organisations that they lead, and the public one."""
    found = cards(session(), current_actor(), _addresses(), now())
    led = led_organisations(session(), current_actor())
    keep_plain()
    about = about_feeds(session(), found, now())
    return render_template("feeds/index.html", cards=found, about=about, public_links=public_links(), led=led)


@blueprint.get("/<int:feed_id>")
@members_only
def show(feed_id: int) -> ResponseReturnValue:
    """A feed: its address in every form, and which programs fetch it."""
    found = cards_of(session(), [_own_feed(feed_id)], _addresses(), now())
    keep_plain()
    (card,), about = found, about_feeds(session(), found, now())
    code = qr_code(card.links.webcal)
    return render_template("feeds/show.html", card=card, about=about[feed_id], code=code, polling=POLLING)


@blueprint.route("/new", methods=["GET", "POST"])
@members_only
def new() -> ResponseReturnValue:
    """Make a feed for oneself, perhaps of what a view of the calendar shows."""
    asked = {name: request.args.getlist(name) for name in ("kind", "topic", "organisation")}
    form = _form(FeedForm(name=_("My calendar")), asked["topic"])
    scope = request.args.get("scope", "")
    fits = form.fill(request.args.get("name", ""), scope, asked) if scope and request.method == "GET" else True
    person_id = current_actor().person_id
    if not form.validate_on_submit():
        return _form_page(form, personal=True, is_of_view=bool(scope), fits=fits)
    draft = FeedDraft(form.name.data, form.selection(person_id), person_id=person_id, form_id=form.form_id.data)
    return _made(form, draft)


@blueprint.route("/new/<int:organisation_id>", methods=["GET", "POST"])
@members_only
def new_for_staff(organisation_id: int) -> ResponseReturnValue:
    """Make a feed for the staff of an organisation that the person leads."""
    led = dict(led_organisations(session(), current_actor()))
    if organisation_id not in led:
        abort(404)
    form = _form(FeedForm(name=led[organisation_id]))
    if not form.validate_on_submit():
        return _form_page(form, personal=False, reader=led[organisation_id])
    chosen = form.selection(None)
    draft = FeedDraft(form.name.data, chosen, organisation_id=organisation_id, form_id=form.form_id.data)
    return _made(form, draft, reader=led[organisation_id])


def _made(form: FeedForm, draft: FeedDraft, reader: str = "") -> ResponseReturnValue:
    personal = draft.person_id is not None
    if _is_preview():
        return _form_page(form, personal=personal, reader=reader, preview=_preview(draft, reader))
    try:
        feed = make_feed(session(), draft, settings().secret_key, actor_id=current_actor().person_id, now=now())
    except TooManyFeedsError:
        text = _("There are already %(most)s feeds. Revoke one that is no longer used, then create this one.")
        form.name.errors = [*form.name.errors, text % {"most": MAX_FEEDS_EACH}]
        return _form_page(form, personal=personal, reader=reader)
    session().commit()
    flash(_("Feed created. Add it to your calendar app below."))
    return redirect(url_for("feeds.show", feed_id=feed.id))


@blueprint.route("/<int:feed_id>/edit", methods=["GET", "POST"])
@members_only
def edit(feed_id: int) -> ResponseReturnValue:
    """Change what a feed is called and holds."""
    feed = _own_feed(feed_id)
    reader, personal = _reader(feed), feed.person_id is not None
    form = _form(FeedForm(obj=feed))
    if request.method == "GET":
        form.show(feed.selection)
    if not form.validate_on_submit():
        return _form_page(form, personal=personal, feed=feed, reader=reader)
    chosen = form.selection(feed.person_id)
    if _is_preview():
        draft = FeedDraft(form.name.data, chosen, person_id=feed.person_id, organisation_id=feed.organisation_id)
        return _form_page(form, personal=personal, feed=feed, reader=reader, preview=_preview(draft, reader))
    try:
        who = current_actor().person_id
        change_feed(session(), feed, form.name.data, chosen, revision=form.revision.data, actor_id=who, now=now())
    except StaleEditError:
        form.revision.data = feed.revision
        rows = differing(form, {"name": feed.name, **shown_selection(feed.selection)})
        return _form_page(form, personal=personal, feed=feed, reader=reader, stale_rows=rows)
    _commit()
    flash(_("Saved. Calendar apps show it at their next refresh."))
    return redirect(url_for("feeds.show", feed_id=feed.id))


@blueprint.post("/<int:feed_id>/rotate")
@members_only
def rotate_address(feed_id: int) -> ResponseReturnValue:
    """Give a feed a new address."""
    feed = _own_feed(feed_id)
    rotate(session(), feed, settings().secret_key, actor_id=current_actor().person_id, now=now())
    _commit()
    flash(_("“%(name)s” has a new address. Anyone using the old one has to subscribe again.", name=feed.name))
    return redirect(url_for("feeds.show", feed_id=feed.id))


@blueprint.post("/<int:feed_id>/revoke")
@members_only
def revoke_address(feed_id: int) -> ResponseReturnValue:
    """End a feed."""
    feed = _own_feed(feed_id)
    revoke(session(), feed, actor_id=current_actor().person_id, now=now())
    _commit()
    flash(_("“%(name)s” revoked. Its address no longer works.", name=feed.name))
    return redirect(url_for("feeds.index"))


def _addresses() -> AddressMaker:
    return AddressMaker(settings().base_url, settings().secret_key)


def _commit() -> None:
    session().commit()
    cast("VersionWatch", current_app.extensions["scheduler.version_watch"]).invalidate()


def _own_feed(feed_id: int) -> Feed:
    feed = own_feed(session(), current_actor(), feed_id)
    if feed is None:
        abort(404)
    return feed


def _form(form: FeedForm, asked_topics: Collection[str] = ()) -> FeedForm:
    organisations = [(row.id, row.name) for row in open_organisations(session())]
    form.offer(sorted({*topics_in_use(session(), viewer()), *(set(asked_topics) & set(Topic))}), organisations)
    return form


def _form_page(
    form: FeedForm, *, personal: bool, stale_rows: StaleRows | None = None, **page: object
) -> ResponseReturnValue:
    status = 409 if stale_rows is not None else 422 if form.errors else 200
    return render_template("feeds/form.html", form=form, personal=personal, stale_rows=stale_rows, **page), status


def _reader(feed: Feed) -> str:
    if feed.organisation_id is None:
        return ""
    return organisation_names(session(), [feed.organisation_id])[feed.organisation_id]


def _is_preview() -> bool:
    return "preview" in request.form


def _preview(draft: FeedDraft, reader: str) -> ShownPreview:
    """Return what a feed would hold, through the eyes that it would have; nothing is saved."""
    eyes = eyes_of(session(), draft.person_id, draft.organisation_id)
    if eyes is None:
        abort(404)
    today = day_of(now(), reader_zone())
    found = preview_of(session(), Contents.chosen(eyes, draft.selection), settings().base_url, today, now())
    return shown_preview(
        found, draft.selection, reader, organisation_names(session(), chosen_organisations(draft.selection))
    )
