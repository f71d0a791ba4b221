"""What every page's layout needs to know of who is looking and of the coalition."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Flask, g
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import SQLAlchemyError

from scheduler.accounts.access import LOGIN_ENDPOINT, current_actor, current_person
from scheduler.accounts.models import Coalition, Organisation
from scheduler.accounts.reading import coalition, open_organisations
from scheduler.dates.timezones import day_of
from scheduler.version import VERSION
from scheduler.web.request import now, session, settings
from scheduler.web.translations import choose_language_by

ACCOUNT_ITEMS = ((_l("Your account"), "account.edit", "person"),)


@dataclass(frozen=True, slots=True)
class PersonOnPage:
    """Who is logged in, as layouts show it."""

    id: int
    name: str
    zone: str
    is_coordinator: bool
    organisations: tuple[Organisation, ...]


def init_page_context(app: Flask) -> None:
    """Give pages the person's language, and templates the person, the coalition's name and the zone of times."""
    app.context_processor(_page_context)
    app.add_template_global(reader_today)
    choose_language_by(app, _language)


def reader_zone() -> str:
    """Return the IANA zone that times are shown in: the person's, else the coalition's."""
    person = current_person()
    return person.zone if person is not None else coalition_zone()


def _language() -> str:
    # The page that says that the database does not answer asks as well.
    with suppress(SQLAlchemyError):
        person = current_person()
        return person.language if person is not None else ""
    return ""


def reader_today() -> date:
    """Return the day that it is where times are shown; one for the whole page."""
    if "reader_today" not in g:
        g.reader_today = day_of(now(), reader_zone())
    today: date = g.reader_today
    return today


def coalition_zone() -> str:
    """Return the coalition's IANA zone, before it is set up the server's."""
    known = _coalition()
    return known.zone if known is not None else settings().time_zone


def _page_context() -> dict[str, Any]:
    known = _coalition()
    return {
        "current_person": _person_on_page(),
        "account_items": ACCOUNT_ITEMS,
        "coalition_name": known.name if known is not None else None,
        "demo": known is not None and known.is_demo,
        "login_endpoint": LOGIN_ENDPOINT,
        "logout_endpoint": "security.logout",
        "zone_endpoint": "account.edit" if current_person() is not None else None,
        "reader_zone": reader_zone(),
        "product_version": VERSION,
    }


def _coalition() -> Coalition | None:
    if "coalition" not in g:
        g.coalition = coalition(session())
    found: Coalition | None = g.coalition
    return found


def _person_on_page() -> PersonOnPage | None:
    person = current_person()
    if person is None:
        return None
    own = current_actor()
    return PersonOnPage(
        id=person.id,
        name=person.name,
        zone=person.zone,
        is_coordinator=own.is_coordinator,
        organisations=tuple(row for row in open_organisations(session()) if row.id in own.organisations),
    )
