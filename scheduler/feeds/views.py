"""Pages about feeds, and the addresses that calendar programs poll."""

import time
from collections.abc import Collection
from typing import cast

from flask import Blueprint, Flask, Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import by_token, current_actor, members_only, public
from scheduler.accounts.reading import coalition, open_organisations
from scheduler.agenda.access import viewer
from scheduler.agenda.domain.topics import Topic
from scheduler.agenda.reading import topics_in_use
from scheduler.db import db, present_version
from scheduler.feeds.domain.http_reply import FeedFile, Poll, answer
from scheduler.feeds.domain.links import SubscribeLinks, subscribe_links
from scheduler.feeds.forms import FeedForm, shown_selection
from scheduler.feeds.models import Feed
from scheduler.feeds.polls import PUBLIC_KEY, FeedPolls
from scheduler.feeds.reading import cards, led_organisations, own_feed
from scheduler.feeds.services.addresses import (
    MAX_FEEDS_EACH,
    FeedDraft,
    TooManyFeedsError,
    change_feed,
    make_feed,
    revoke,
    rotate,
)
from scheduler.feeds.services.cache import Built, FeedCache
from scheduler.feeds.services.fetches import FetchLog
from scheduler.feeds.services.serving import FeedStatus, serve_public, serve_token
from scheduler.feeds.services.version_watch import VersionWatch
from scheduler.rows import StaleEditError
from scheduler.web.asgi import Application
from scheduler.web.compression import keep_plain
from scheduler.web.forms import differing
from scheduler.web.request import flush, flush_if_due, now, session, settings
from scheduler.web.security_headers import impersonal

blueprint = Blueprint("feeds", __name__, url_prefix="/feeds")
subscribing = Blueprint("subscribing", __name__)


def init_feeds(app: Flask) -> None:
    """Give the application its memory of feed files and fetches, one for all threads."""
    with app.app_context():
        watch = VersionWatch(db.engine.connect, time.monotonic)
    app.extensions["scheduler.version_watch"] = watch
    app.extensions["scheduler.feed_cache"] = FeedCache(watch)
    app.extensions["scheduler.fetch_log"] = FetchLog(time.monotonic)


def answer_polls(app: Flask, application: Application, proxies: int) -> FeedPolls:
    """Put the answers to polls of unchanged feeds in front of the application, as the server sees it."""
    extensions = app.extensions
    cache, watch, log = (
        extensions["scheduler.feed_cache"],
        extensions["scheduler.version_watch"],
        extensions["scheduler.fetch_log"],
    )
    return FeedPolls(application, cache, watch, log, extensions["scheduler.clock"], proxies=proxies)


def _cache() -> FeedCache:
    return cast("FeedCache", current_app.extensions["scheduler.feed_cache"])


@subscribing.get("/subscribe")
@public
def page() -> ResponseReturnValue:
    """How to follow the public days in a calendar program."""
    return render_template("feeds/subscribe.html", links=public_links())


def public_links() -> SubscribeLinks:
    """Return the addresses with which calendar programs subscribe to what everybody may see."""
    return subscribe_links(settings().base_url + url_for("feeds.public_file"), _coalition_name())


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
    served = _cache().get(token, now(), lambda: _token_now(token))
    if served.fate is not FeedStatus.OPEN:
        abort(410 if served.fate is FeedStatus.GONE else 404)
    if served.feed_id is not None:
        _note_fetch(served.feed_id)
    return _file_response(served.file, is_public=False)


def _public_now() -> Built:
    version = present_version(session())
    return Built(version, serve_public(session(), settings().base_url, _coalition_name(), now()))


def _token_now(token: str) -> Built:
    version = present_version(session())
    return Built(version, serve_token(session(), token, settings().base_url, now()))


def _coalition_name() -> str:
    row = coalition(session())
    return row.name if row else _("Coalition calendar")


def write_fetches(app: Flask) -> None:
    """Write the fetches that are counted in memory, when the process ends."""
    with app.app_context():
        flush(_fetch_log())


def _note_fetch(feed_id: int) -> None:
    log = _fetch_log()
    log.note(feed_id, request.headers.get("User-Agent", ""), now())
    flush_if_due(log)


def _fetch_log() -> FetchLog:
    return cast("FetchLog", current_app.extensions["scheduler.fetch_log"])


def _file_response(file: FeedFile | None, *, is_public: bool) -> Response:
    if file is None:
        abort(404)
    asked = request.headers
    poll = Poll(asked.get("Accept-Encoding", ""), asked.get("If-None-Match", ""), is_secure=request.is_secure)
    reply = answer(file, poll, is_public=is_public)
    return impersonal(Response(reply.body, reply.status, reply.headers))


@blueprint.get("")
@members_only
def index() -> ResponseReturnValue:
    """A person's feeds, those for the staff of organisations that they lead, and the public one."""
    site = settings()
    public_links = subscribe_links(site.base_url + url_for("feeds.public_file"), _coalition_name())
    found = cards(session(), current_actor(), site.base_url, site.secret_key, now())
    led = led_organisations(session(), current_actor())
    keep_plain()
    return render_template("feeds/index.html", cards=found, public_links=public_links, led=led)


@blueprint.route("/new", methods=["GET", "POST"])
@members_only
def new() -> ResponseReturnValue:
    """Make a feed for oneself, perhaps of what a view of the calendar shows."""
    asked = {name: request.args.getlist(name) for name in ("kind", "topic", "organisation")}
    form = _form(FeedForm(name=_("My calendar")), asked["topic"])
    scope = request.args.get("scope", "")
    fits = form.fill(request.args.get("name", ""), scope, asked) if scope and request.method == "GET" else True
    person_id = current_actor().person_id
    if form.validate_on_submit():
        draft = FeedDraft(form.name.data, form.selection(person_id), person_id=person_id, form_id=form.form_id.data)
        return _made(form, draft)
    return _form_page(form, personal=True, is_of_view=bool(scope), fits=fits)


@blueprint.route("/new/<int:organisation_id>", methods=["GET", "POST"])
@members_only
def new_for_staff(organisation_id: int) -> ResponseReturnValue:
    """Make a feed for the staff of an organisation that the person leads."""
    led = dict(led_organisations(session(), current_actor()))
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
        make_feed(session(), draft, settings().secret_key, actor_id=current_actor().person_id, now=now())
    except TooManyFeedsError:
        text = _("There are already %(most)s feeds. Revoke one that is no longer used, then create this one.")
        form.name.errors = [*form.name.errors, text % {"most": MAX_FEEDS_EACH}]
        return _form_page(form, personal=draft.person_id is not None)
    session().commit()
    flash(_("Feed created. Add it to your calendar app below."))
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
        who = current_actor().person_id
        change_feed(session(), feed, form.name.data, chosen, revision=form.revision.data, actor_id=who, now=now())
    except StaleEditError:
        form.revision.data = feed.revision
        rows = differing(form, {"name": feed.name, **shown_selection(feed.selection)})
        return _form_page(form, personal=feed.person_id is not None, feed=feed, stale_rows=rows)
    _commit()
    flash(_("Saved. Calendar apps show it at their next refresh."))
    return redirect(url_for("feeds.index"))


@blueprint.post("/<int:feed_id>/rotate")
@members_only
def rotate_address(feed_id: int) -> ResponseReturnValue:
    """Give a feed a new address."""
    feed = _own_feed(feed_id)
    rotate(session(), feed, settings().secret_key, actor_id=current_actor().person_id, now=now())
    _commit()
    flash(_("“%(name)s” has a new address. Anyone using the old one has to subscribe again.", name=feed.name))
    return redirect(url_for("feeds.index"))


@blueprint.post("/<int:feed_id>/revoke")
@members_only
def revoke_address(feed_id: int) -> ResponseReturnValue:
    """End a feed."""
    feed = _own_feed(feed_id)
    revoke(session(), feed, actor_id=current_actor().person_id, now=now())
    _commit()
    flash(_("“%(name)s” revoked. Its address no longer works.", name=feed.name))
    return redirect(url_for("feeds.index"))


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
    form: FeedForm,
    *,
    personal: bool,
    feed: Feed | None = None,
    reader: str = "",
    stale_rows: list[tuple[str, str, str]] | None = None,
    **more: bool,
) -> ResponseReturnValue:
    status = 409 if stale_rows is not None else 422 if form.errors else 200
    page = {"form": form, "personal": personal, "feed": feed, "reader": reader, "stale_rows": stale_rows} | more
    return render_template("feeds/form.html", **page), status
