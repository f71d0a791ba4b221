"""How the calendar entries of observances are put into words; what is stored are codes."""

from enum import StrEnum

from flask_babel import gettext as _

from scheduler.agenda.domain.phrases import Phrase, Text, Values
from scheduler.agenda.entry_wording import Vocabulary
from scheduler.countries import COUNTRIES
from scheduler.observances.domain.vocabulary import Scope
from scheduler.observances.labels import place_label, scope_label
from scheduler.observances.models import Edition, Observance
from scheduler.web.country_names import country_name


class EditionText(StrEnum):
    """Texts of entries of editions."""

    DATE_WANTED = "edition_date_wanted"
    HOW_TO_FIND = "edition_how_to_find"
    HOW_TO_CONFIRM = "edition_how_to_confirm"
    NAME_IN_PLACE = "edition_name_in_place"
    NAME_EXPECTED = "edition_name_expected"
    NAME_IN_PLACE_EXPECTED = "edition_name_in_place_expected"
    PLACE = "edition_place"
    DETAILS = "edition_details"


def place(scope: str, country: str) -> Phrase:
    """Return where an observance is held."""
    return Phrase(EditionText.PLACE, terms=_where(scope, country))


def title(observance: Observance, *, has_namesake: bool, is_expected: bool) -> Text:
    """Return the name of an observance: with its place if it has a namesake elsewhere, and whether it is expected."""
    name, where = observance.name, _where(observance.scope, observance.country)
    if has_namesake:
        code = EditionText.NAME_IN_PLACE_EXPECTED if is_expected else EditionText.NAME_IN_PLACE
        return Phrase(code, terms=where, own=name)
    return Phrase(EditionText.NAME_EXPECTED, own=name) if is_expected else name


def details(edition: Edition, *, is_expected: bool) -> Phrase:
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
    own = "\n\n".join(given.values())
    return Phrase(EditionText.DETAILS, given | ({"expected": "yes"} if is_expected else {}), own=own)


def expected_text() -> str:
    """Return what is said of a date that the moon decides, until it is confirmed."""
    return _("Expected date: it depends on the sighting of the moon, or on what each country announces.")


def _where(scope: str, country: str) -> dict[str, list[str]]:
    return {"country": [country]} if country else {"scope": [scope]}


def _place(values: Values) -> str:
    scope, country = values.get("scope", ()), values.get("country", ())
    return place_label(scope[0] if scope else "", country[0] if country else "")


def _details(values: Values) -> str:
    given = values.get
    paragraphs = (
        expected_text() if given("expected") else "",
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


def _name_expected(values: Values) -> str:
    # Translators: an observance whose date is an estimate
    return _("%(name)s (expected)", name=values["title"])


def _name_in_place_expected(values: Values) -> str:
    # Translators: an observance whose date is an estimate, and its country or how far it reaches
    return _("%(name)s (%(place)s, expected)", name=values["title"], place=_place(values))


EDITION_TEXTS = Vocabulary(
    texts={
        EditionText.DATE_WANTED: _date_wanted,
        EditionText.HOW_TO_FIND: lambda _values: _(
            "The organiser announces the date each year. Look it up and enter it."
        ),
        EditionText.HOW_TO_CONFIRM: lambda _values: _(
            "The date in the calendar is an estimate. Enter the date once it is announced, even if it is the same."
        ),
        EditionText.NAME_IN_PLACE: _name_in_place,
        EditionText.NAME_EXPECTED: _name_expected,
        EditionText.NAME_IN_PLACE_EXPECTED: _name_in_place_expected,
        EditionText.PLACE: _place,
        EditionText.DETAILS: _details,
    },
    terms={
        "title": lambda: {
            EditionText.DATE_WANTED: _("Confirm the date: %(name)s %(period)s", name="", period=""),
            EditionText.NAME_EXPECTED: _("%(name)s (expected)", name=""),
        },
        "scope": lambda: {scope: scope_label(scope) for scope in Scope},
        "country": lambda: {code: country_name(code) for code in COUNTRIES},
    },
)
