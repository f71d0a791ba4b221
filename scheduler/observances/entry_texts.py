"""How the calendar entries of observances are put into words; what is stored are codes."""

from enum import StrEnum

from flask_babel import gettext as _

from scheduler.agenda.domain.phrases import Phrase, Values
from scheduler.agenda.entry_wording import Vocabulary
from scheduler.countries import COUNTRIES
from scheduler.observances.domain.vocabulary import Scope
from scheduler.observances.labels import place_label, scope_label
from scheduler.observances.models import Edition
from scheduler.web.country_names import country_name


class EditionText(StrEnum):
    """Texts of entries of editions."""

    DATE_WANTED = "edition_date_wanted"
    HOW_TO_FIND = "edition_how_to_find"
    NAME_IN_PLACE = "edition_name_in_place"
    PLACE = "edition_place"
    DETAILS = "edition_details"


def place(scope: str, country: str) -> Phrase:
    """Return where an observance is held."""
    return Phrase(EditionText.PLACE, terms=_where(scope, country))


def name_in_place(name: str, scope: str, country: str) -> Phrase:
    """Return the name of an observance that has a namesake elsewhere."""
    return Phrase(EditionText.NAME_IN_PLACE, terms=_where(scope, country), own=name)


def details(edition: Edition) -> Phrase:
    """Return what a calendar says of an edition below its name."""
    observance = edition.observance
    values = {
        "theme": edition.theme,
        "date_reason": edition.override_reason,
        "cancelled_reason": edition.cancelled_reason,
        "url": edition.official_url or observance.url,
        "organiser": observance.organiser,
    }
    given = {name: value for name, value in values.items() if value}
    return Phrase(EditionText.DETAILS, given, own="\n\n".join(given.values()))


def _where(scope: str, country: str) -> dict[str, list[str]]:
    return {"country": [country]} if country else {"scope": [scope]}


def _place(values: Values) -> str:
    scope, country = values.get("scope", ()), values.get("country", ())
    return place_label(scope[0] if scope else "", country[0] if country else "")


def _details(values: Values) -> str:
    given = values.get
    paragraphs = (
        _("Theme: %(theme)s", theme=given("theme")) if given("theme") else "",
        _("Why this date: %(reason)s", reason=given("date_reason")) if given("date_reason") else "",
        _("Why it is cancelled: %(reason)s", reason=given("cancelled_reason")) if given("cancelled_reason") else "",
        str(given("url", "")),
        _("Organised by %(organiser)s", organiser=given("organiser")) if given("organiser") else "",
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _date_wanted(values: Values) -> str:
    # Translators: period is the year, or year and month, whose date is wanted, such as 2027 or 2027-03
    return _("Confirm the date: %(name)s %(period)s", name=values["title"], period=values["period"])


def _name_in_place(values: Values) -> str:
    # Translators: an observance that has a namesake, and its country or how far it reaches
    return _("%(name)s (%(place)s)", name=values["title"], place=_place(values))


EDITION_TEXTS = Vocabulary(
    texts={
        EditionText.DATE_WANTED: _date_wanted,
        EditionText.HOW_TO_FIND: lambda _values: _(
            "The organiser announces the date each year. Look it up and enter it."
        ),
        EditionText.NAME_IN_PLACE: _name_in_place,
        EditionText.PLACE: _place,
        EditionText.DETAILS: _details,
    },
    terms={
        "title": lambda: {EditionText.DATE_WANTED: _("Confirm the date: %(name)s %(period)s", name="", period="")},
        "scope": lambda: {scope: scope_label(scope) for scope in Scope},
        "country": lambda: {code: country_name(code) for code in COUNTRIES},
    },
)
