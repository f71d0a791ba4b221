"""What the header and footer lead to, by who is looking."""

from typing import Any

from flask import Flask
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from scheduler.accounts.access import current_actor, current_person
from scheduler.agenda.access import viewer
from scheduler.reminders.reading import unread_count
from scheduler.web.additions import NavRow, additions
from scheduler.web.request import now, session

FooterRow = tuple[LazyString, str]

CALENDAR: NavRow = (_l("Calendar"), "calendar.index", "calendar")
OBSERVANCES: NavRow = (_l("Observances"), "observances.index", "observance")
PEOPLE: NavRow = (_l("People"), "people.index", "organisations")

VISITOR_ITEMS: tuple[NavRow, ...] = (CALENDAR, OBSERVANCES)
"""Beside them stands the way to log in, which the layout draws."""

MEMBER_ITEMS: tuple[NavRow, ...] = (
    (_l("Dashboard"), "home.index", "dashboard"),
    CALENDAR,
    OBSERVANCES,
    (_l("Campaigns"), "campaigns.index", "campaign"),
    (_l("Content"), "content.index", "content"),
    (_l("Events"), "events.index", "event"),
    (_l("Bills"), "legislation.index", "law"),
    (_l("Facts"), "facts.index", "fact"),
)
REMINDERS: NavRow = (_l("Reminders"), "reminders.index", "clock")
"""Behind what features add."""

COORDINATOR_ITEMS: tuple[NavRow, ...] = (PEOPLE, (_l("Email log"), "delivery.index", "delivery"))

ACCOUNT_ITEMS: tuple[NavRow, ...] = ((_l("Your account"), "account.edit", "person"),)
MEMBER_ACCOUNT_ITEMS: tuple[NavRow, ...] = ((_l("Notification history"), "reminders.log", "history"), PEOPLE)
COORDINATOR_ACCOUNT_ITEMS: tuple[NavRow, ...] = (
    (_l("Shared between organisations"), "overview.index", "organisations"),
    (_l("Audit log"), "audit.index", "history"),
)

FOOTER_ITEMS: tuple[FooterRow, ...] = ((_l("Public calendar"), "calendar.index"),)
FOR_WEB_SITES: FooterRow = (_l("For your web site"), "embed.index")


def init_navigation(app: Flask) -> None:
    """Give every page's layout its links; whatever else says so before is replaced."""
    app.context_processor(_navigation)


def _navigation() -> dict[str, Any]:
    signed_in = current_person() is not None
    own = current_actor() if signed_in else None
    is_member = own is not None and own.is_member
    coordinates = own is not None and own.is_coordinator
    added = tuple(row for one in additions() for row in (one.member_links if is_member else one.visitor_links))
    member_items = (*MEMBER_ITEMS, *added, REMINDERS, *(COORDINATOR_ITEMS if coordinates else ()))
    visitor_items = (*FOOTER_ITEMS, *((label, endpoint) for label, endpoint, _icon in added))
    own_items = ACCOUNT_ITEMS + (MEMBER_ACCOUNT_ITEMS if is_member else ())
    return {
        "nav_items": member_items if is_member else (*VISITOR_ITEMS, *added),
        "account_items": own_items + (COORDINATOR_ACCOUNT_ITEMS if coordinates else ()),
        "footer_items": (*(() if is_member else visitor_items), FOR_WEB_SITES),
        "home_endpoint": "home.index",
        "search_endpoint": "search.index",
        "keyboard_endpoint": "keyboard.index",
        "notifications_endpoint": "reminders.notifications" if is_member else None,
        "unread_notifications": _unread,
    }


def _unread() -> int:
    """Return how many notifications wait for whoever is logged in; asked by the layouts that show it alone."""
    return unread_count(session(), viewer(), now())
