"""Builds the application: the only module that knows every feature."""

import zoneinfo
from collections.abc import Callable
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Protocol

from flask import Blueprint, Flask
from flask_alembic import Alembic
from werkzeug.middleware.proxy_fix import ProxyFix

from scheduler.accounts.page_context import init_page_context
from scheduler.accounts.security import init_security
from scheduler.accounts.views import account, coordinators, invitations, log_ins, organisations, people, roles
from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.entry_wording import EntryTexts, Vocabulary
from scheduler.agenda.services.changes import ChangeListener
from scheduler.agenda.services.lift import Republish, each
from scheduler.agenda.services.zone_rules import ZoneFollower
from scheduler.api.additions import API_ADDITIONS
from scheduler.api.services.listener import ApiListener
from scheduler.api.views import routes as api
from scheduler.campaigns.services.calendar_entries import republish_campaign, republish_task
from scheduler.campaigns.services.listener import CampaignListener
from scheduler.campaigns.views import access_settings, campaigns, tasks
from scheduler.campaigns.zone_rules import CampaignZones
from scheduler.chat import views as chat
from scheduler.chat.additions import CHAT_ADDITIONS
from scheduler.chat.services.listener import ChatListener
from scheduler.cli import COMMANDS, register_commands
from scheduler.clock import Clock, SystemClock
from scheduler.content.additions import CONTENT_ADDITIONS
from scheduler.content.entry_texts import CONTENT_TEXTS
from scheduler.content.services.calendar_entries import republish as republish_content
from scheduler.content.services.listener import ContentListener
from scheduler.content.views.review_routes import blueprint as content_review
from scheduler.content.views.routes import blueprint as content
from scheduler.content.zone_rules import ContentZones, PitchZones
from scheduler.db import Base, db, migration_engine, prepare_engine, render_migration_item
from scheduler.events import views as events
from scheduler.events.services.events import republish_event
from scheduler.events.zone_rules import EventZones
from scheduler.external_calendars import views as external_calendars
from scheduler.external_calendars.additions import EXTERNAL_CALENDAR_ADDITIONS
from scheduler.external_calendars.services.listener import ExternalCalendarListener
from scheduler.facts.services.calendar_entries import republish_fact
from scheduler.facts.views import facts
from scheduler.feeds.additions import FEED_ADDITIONS
from scheduler.feeds.services.listener import FeedListener
from scheduler.feeds.views import routes as feeds
from scheduler.guidance.views.routes import blueprint as guidance
from scheduler.kits.additions import KIT_ADDITIONS
from scheduler.kits.views.partner import init_kits
from scheduler.kits.views.routes import blueprint as kits
from scheduler.legislation.entry_texts import MILESTONE_TEXTS
from scheduler.legislation.services.calendar_entries import republish_milestone
from scheduler.legislation.services.listener import BillListener
from scheduler.legislation.views import bills, milestones
from scheduler.mailings import views as mailings
from scheduler.mailings.additions import MAILING_ADDITIONS
from scheduler.observances.entry_texts import EDITION_TEXTS
from scheduler.observances.queries.observances import registered_names
from scheduler.observances.services.edition_edits import republish_edition
from scheduler.observances.services.listener import ObservanceListener
from scheduler.observances.views import catalogue, custom_observances, editions, imports, open_data
from scheduler.observances.views import pages as observances
from scheduler.pages import (
    audit,
    bill_page,
    calendar,
    campaign_page,
    campaign_table,
    delivery,
    embed,
    fact_page,
    first_run,
    health,
    home,
    keyboard,
    metrics,
    moves,
    overview,
    reminder_link,
    saved_views,
    search,
    year_planner,
)
from scheduler.pages.breadcrumbs import init_breadcrumbs
from scheduler.pages.navigation import init_navigation
from scheduler.pages.recently_seen import init_recently_seen
from scheduler.pages.styleguide import init_styleguide
from scheduler.playbooks.views.routes import blueprint as playbooks
from scheduler.reminders import views as reminders
from scheduler.reminders.services.following import ReminderListener
from scheduler.renderers import DETAIL_SOURCES
from scheduler.saved_views.services.listener import SavedViewListener
from scheduler.web.additions import Additions, init_additions
from scheduler.web.crash_log import init_crash_log
from scheduler.web.request import Settings, init_context
from scheduler.web.setup import register_web

ROOT = Path(__file__).resolve().parent.parent

BLUEPRINTS: tuple[Blueprint, ...] = (
    account.blueprint,
    coordinators.blueprint,
    invitations.blueprint,
    log_ins.blueprint,
    organisations.blueprint,
    roles.blueprint,
    people.blueprint,
    bill_page.blueprint,
    calendar.blueprint,
    campaign_page.blueprint,
    campaign_table.blueprint,
    campaigns.blueprint,
    access_settings.blueprint,
    tasks.blueprint,
    audit.blueprint,
    delivery.blueprint,
    embed.blueprint,
    first_run.blueprint,
    home.blueprint,
    keyboard.blueprint,
    moves.blueprint,
    overview.blueprint,
    reminder_link.blueprint,
    saved_views.blueprint,
    chat.blueprint,
    search.blueprint,
    year_planner.blueprint,
    events.blueprint,
    external_calendars.blueprint,
    facts.blueprint,
    fact_page.blueprint,
    guidance,
    feeds.blueprint,
    feeds.pages.subscribing,
    bills.blueprint,
    milestones.blueprint,
    observances.blueprint,
    open_data.blueprint,
    catalogue.blueprint,
    editions.blueprint,
    imports.blueprint,
    custom_observances.blueprint,
    health.blueprint,
    metrics.blueprint,
    reminders.blueprint,
    content,
    content_review,
    playbooks,
    kits,
    mailings.blueprint,
    api.blueprint,
    api.tokens,
)

LISTENERS: tuple[ChangeListener, ...] = (
    ObservanceListener(),
    CampaignListener(),
    ContentListener(),
    BillListener(),
    ReminderListener(),
    SavedViewListener(),
    ChatListener(),
    ApiListener(),
    ExternalCalendarListener(),
)
"""Who follows changes of lower features, the lowest first; then who notifies those that no feature has notified."""

KEYED_LISTENERS: tuple[Callable[[str], ChangeListener], ...] = (
    FeedListener,
)  # fmt: skip
"""Who comes after them, made with the site's key."""

ADDITIONS: tuple[Additions, ...] = (
    FEED_ADDITIONS,
    CONTENT_ADDITIONS,
    KIT_ADDITIONS,
    API_ADDITIONS,
    CHAT_ADDITIONS,
    EXTERNAL_CALENDAR_ADDITIONS,
    MAILING_ADDITIONS,
)  # fmt: skip
"""What features add to pages of others and to the server; a line for each, as `scripts/remove_leaf.py` takes lines."""

WRITERS: dict[str, Republish] = {
    SourceKind.CAMPAIGN: each(republish_campaign),
    SourceKind.CONTENT: republish_content,
    SourceKind.EDITION: each(republish_edition),
    SourceKind.EVENT: each(republish_event),
    SourceKind.FACT: each(republish_fact),
    SourceKind.MILESTONE: each(republish_milestone),
    SourceKind.TASK: each(republish_task),
}
"""How each writer publishes rows of its own again, by source kind."""

ENTRY_TEXTS: tuple[Vocabulary, ...] = (EDITION_TEXTS, MILESTONE_TEXTS, CONTENT_TEXTS)
"""How each writer's texts in calendar entries are worded; what is stored are codes."""

ZONE_FOLLOWERS: tuple[ZoneFollower, ...] = (EventZones(), CampaignZones(), ContentZones(), PitchZones())
"""Who keeps wall times, whose instants new rules of time zones move."""


class AppSettings(Settings, Protocol):
    """The settings that building the application takes besides those that features read."""

    @property
    def database_url(self) -> str: ...
    @property
    def demo(self) -> bool: ...
    @property
    def proxies(self) -> int: ...
    @property
    def shown_database(self) -> str: ...
    @property
    def threads(self) -> int: ...


def create_app(settings: AppSettings, clock: Clock | None = None) -> Flask:
    """Build the application from its settings; `clock` is the machine's unless a test hands in its own."""
    # The pinned tzdata package answers for zones, not whatever the system carries.
    zoneinfo.reset_tzpath(to=[])
    app = Flask(
        __name__,
        static_folder=str(ROOT / "static"),
        template_folder=str(ROOT / "templates"),
        instance_path=str(settings.instance_dir),
    )
    app.config["SECRET_KEY"] = settings.secret_key
    init_context(app, settings, clock or SystemClock())
    app.extensions["scheduler.listeners"] = (
        *LISTENERS,
        *(make(settings.secret_key) for make in KEYED_LISTENERS),
    )
    app.extensions["scheduler.writers"] = WRITERS
    app.extensions["scheduler.entry_texts"] = EntryTexts(*ENTRY_TEXTS)
    app.extensions["scheduler.zone_followers"] = ZONE_FOLLOWERS
    app.extensions["scheduler.detail_sources"] = DETAIL_SOURCES
    # A guesser tries them as passwords; accounts know no observances.
    app.extensions["scheduler.names_of_days"] = registered_names
    _init_database(app, settings)
    init_crash_log(app)
    register_web(app)
    init_security(app, arrival="first_run.arrive")
    init_page_context(app)
    init_navigation(app)
    init_breadcrumbs(app)
    init_recently_seen(app)
    init_additions(app, ADDITIONS)
    feeds.files.init_feeds(app, settings.feed_memory_mb)
    init_kits(app)
    api.init_api(app)
    # Mail programs post here without having seen a page (RFC 8058, section 3.1).
    app.extensions["csrf"].exempt(reminders.unsubscribe)
    # What is posted there is done by the secret in the address, whoever is logged in.
    app.extensions["csrf"].exempt(reminder_link.blueprint)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    init_styleguide(app)
    register_commands(app, COMMANDS, settings.shown_database)
    if settings.proxies:
        # Without this everybody behind the proxy would share one address, and be locked out together.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    return app


def _init_database(app: Flask, settings: AppSettings) -> None:
    # What the database refuses is logged with its statement; the values may be text under embargo.
    engine = {"url": settings.database_url, "hide_parameters": True}
    # A request may write what has to be on record beside what it reads, and one look at the version is always going on.
    app.config["SQLALCHEMY_ENGINES"] = {"default": engine | {"pool_size": 5, "max_overflow": 2 * settings.threads}}
    db.init_app(app)
    # We open no asynchronous sessions; closing none of them would start an event loop at the end of every request.
    app.teardown_appcontext_funcs = [close for close in app.teardown_appcontext_funcs if not iscoroutinefunction(close)]
    app.config["ALEMBIC"] = {"script_location": str(ROOT / "scheduler" / "migrations")}
    app.config["ALEMBIC_CONTEXT"] = {
        "render_as_batch": True,
        # On SQLite too, which Alembic does not take to be able to: who starts at the same moment waits for the whole.
        "transactional_ddl": True,
        "compare_server_default": True,
        "render_item": render_migration_item,
    }
    with app.app_context():
        prepare_engine(db.engine)
        Alembic(app, metadatas=Base.metadata, engines=migration_engine(db.engine))
