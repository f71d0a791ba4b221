"""Pages about feeds, and the addresses that calendar programs poll."""

import time
from typing import cast

from flask import Blueprint, Flask, Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import by_token, current_standing, members_only, public
from scheduler.accounts.reading import coalition
from scheduler.agenda.access import viewer
from scheduler.agenda.reading import topics_in_use
from scheduler.clock import Clock
from scheduler.db import db
from scheduler.feeds.domain.answers import FeedFile, Poll, answer
from scheduler.feeds.domain.links import subscribe_links
from scheduler.feeds.door import PUBLIC_KEY, FeedDoor
from scheduler.feeds.forms import FeedForm, shown_selection
from scheduler.feeds.models import Feed
from scheduler.feeds.reading import cards, led_organisations, open_organisations, own_feed
from scheduler.feeds.services.addresses import (
    MAX_FEEDS_EACH,
    FeedDraft,
    StaleFeedError,
    TooManyFeedsError,
    change_feed,
    make_feed,
    revoke,
    rotate,
)
from scheduler.feeds.services.cache import FeedCache
from scheduler.feeds.services.fetches import FetchLog
from scheduler.feeds.services.serving import Fate, Served, serve_public, serve_token
from scheduler.web.context import now, session, settings, write_session
from scheduler.web.forms import differing

blueprint = Blueprint("feeds", __name__, url_prefix="/feeds")


def init_feeds(app: Flask, clock: Clock) -> None:
    """Give the application its memory of feed files and fetches, one for all threads, and a door in front of it."""
    with app.app_context():
        cache = FeedCache(db.engine.connect, time.monotonic)
    log = FetchLog(time.monotonic)
    app.extensions["scheduler.feed_cache"], app.extensions["scheduler.fetch_log"] = cache, log
    app.wsgi_app = FeedDoor(app.wsgi_app, cache, log, clock)  # type: ignore[method-assign]


def _cache() -> FeedCache:
    return cast("FeedCache", current_app.extensions["scheduler.feed_cache"])


@blueprint.get("/public.ics")
@public
def public_file() -> ResponseReturnValue:
    """The feed of what everybody may see."""
    served = _cache().get(PUBLIC_KEY, now(), _public_now)
    return _file_response(served.file, is_public=True)


@blueprint.get("/<token>.ics")
@by_token
def token_file(token: str) -> ResponseReturnValue:
    """A feed under its secret address."""
    served = _cache().get(token, now(), lambda: serve_token(session(), token, settings().base_url, now()))
    if served.fate is not Fate.OPEN:
        abort(410 if served.fate is Fate.GONE else 404)
    if served.feed_id is not None:
        _note_fetch(served.feed_id)
    return _file_response(served.file, is_public=False)


def _public_now() -> Served:
    return serve_public(session(), settings().base_url, _coalition_name(), now())


def _coalition_name() -> str:
    row = coalition(session())
    return row.name if row else _("Coalition calendar")


def _note_fetch(feed_id: int) -> None:
    log = cast("FetchLog", current_app.extensions["scheduler.fetch_log"])
    log.note(feed_id, request.headers.get("User-Agent", ""), now())
    if log.is_due():
        with write_session() as writing:
            log.flush(writing)
            writing.commit()


def _file_response(file: FeedFile | None, *, is_public: bool) -> Response:
    if file is None:
        abort(404)
    poll = Poll(request.headers.get("Accept-Encoding", ""), request.headers.get("If-None-Match", ""))
    said = answer(file, poll, is_public=is_public)
    return Response(said.body, said.status, said.headers)


@blueprint.get("")
@members_only
def index() -> ResponseReturnValue:
    """A person's feeds, those for the staff of organisations that they lead, and the public one."""
    site = settings()
    public_links = subscribe_links(site.base_url + url_for("feeds.public_file"), _coalition_name())
    found = cards(session(), current_standing(), site.base_url, site.secret_key)
    led = led_organisations(session(), current_standing())
    return render_template("feeds/index.html", cards=found, public_links=public_links, led=led)


@blueprint.route("/new", methods=["GET", "POST"])
@members_only
def new() -> ResponseReturnValue:
    """Make a feed for oneself."""
    form = _form(FeedForm(name=_("My calendar")))
    person_id = current_standing().person_id
    if form.validate_on_submit():
        draft = FeedDraft(form.name.data, form.selection(person_id), person_id=person_id, form_id=form.form_id.data)
        return _made(form, draft)
    return _form_page(form, personal=True)


@blueprint.route("/new/<int:organisation_id>", methods=["GET", "POST"])
@members_only
def new_for_staff(organisation_id: int) -> ResponseReturnValue:
    """Make a feed for the staff of an organisation that the person leads."""
    led = dict(led_organisations(session(), current_standing()))
    if organisation_id not in led:
        abort(404)
    form = _form(FeedForm(name=led[organisation_id]))
    if form.validate_on_submit():
        chosen = form.selection(None)
        draft = FeedDraft(form.name.data, chosen, organisation_id=organisation_id, form_id=form.form_id.data)
        return _made(form, draft)
    return _form_page(form, personal=False, reader=led[organisation_id])


def _made(form: FeedForm, draft: FeedDraft) -> ResponseReturnValue:
    try:
        make_feed(session(), draft, settings().secret_key, actor_id=current_standing().person_id, now=now())
    except TooManyFeedsError:
        text = _("There are %(most)s feeds already. Revoke one that nobody uses, then make this one.")
        form.name.errors = [*form.name.errors, text % {"most": MAX_FEEDS_EACH}]
        return _form_page(form, personal=draft.person_id is not None)
    session().commit()
    flash(_("The feed is ready. Add it to your calendar program below."))
    return redirect(url_for("feeds.index"))


@blueprint.route("/<int:feed_id>/edit", methods=["GET", "POST"])
@members_only
def edit(feed_id: int) -> ResponseReturnValue:
    """Change what a feed is called and holds."""
    feed = _own_feed(feed_id)
    form = _form(FeedForm(obj=feed))
    if request.method == "GET":
        form.show(feed.selection)
    if not form.validate_on_submit():
        return _form_page(form, personal=feed.person_id is not None, feed=feed)
    chosen = form.selection(feed.person_id)
    try:
        who = current_standing().person_id
        change_feed(session(), feed, form.name.data, chosen, revision=form.revision.data, actor_id=who, now=now())
    except StaleFeedError:
        form.revision.data = feed.revision
        rows = differing(form, {"name": feed.name, **shown_selection(feed.selection)})
        return _form_page(form, personal=feed.person_id is not None, feed=feed, stale_rows=rows)
    _commit()
    flash(_("Saved. Calendar programs show it the next time that they ask."))
    return redirect(url_for("feeds.index"))


@blueprint.post("/<int:feed_id>/rotate")
@members_only
def rotate_address(feed_id: int) -> ResponseReturnValue:
    """Give a feed a new address."""
    feed = _own_feed(feed_id)
    rotate(session(), feed, settings().secret_key, actor_id=current_standing().person_id, now=now())
    _commit()
    flash(_("“%(name)s” has a new address. Whoever used the old one has to subscribe again.", name=feed.name))
    return redirect(url_for("feeds.index"))


@blueprint.post("/<int:feed_id>/revoke")
@members_only
def revoke_address(feed_id: int) -> ResponseReturnValue:
    """End a feed."""
    feed = _own_feed(feed_id)
    revoke(session(), feed, actor_id=current_standing().person_id, now=now())
    _commit()
    flash(_("“%(name)s” has ended. Its address answers “gone” from now on.", name=feed.name))
    return redirect(url_for("feeds.index"))


def _commit() -> None:
    session().commit()
    _cache().look_again()


def _own_feed(feed_id: int) -> Feed:
    feed = own_feed(session(), current_standing(), feed_id)
    if feed is None:
        abort(404)
    return feed


def _form(form: FeedForm) -> FeedForm:
    form.offer(topics_in_use(session(), viewer()), open_organisations(session()))
    return form


def _form_page(
    form: FeedForm,
    *,
    personal: bool,
    feed: Feed | None = None,
    reader: str = "",
    stale_rows: list[tuple[str, str, str]] | None = None,
) -> ResponseReturnValue:
    status = 409 if stale_rows is not None else 422 if form.errors else 200
    page = {"form": form, "personal": personal, "feed": feed, "reader": reader, "stale_rows": stale_rows}
    return render_template("feeds/form.html", **page), status
