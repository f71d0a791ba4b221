"""What shared form fields take, keep and refuse."""

from datetime import date

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.validators import NumberRange

from scheduler.web.fields import WholeNumberField
from tests.web.conftest import SampleForm

GOOD = {"title": "Vigil", "kind": "release", "audience": "coalition"}


@pytest.fixture
def submit(app: Flask):
    """Sends fields to the sample form and returns it validated."""

    def submit(**typed: str) -> SampleForm:
        with app.test_request_context("/", method="POST"):
            form = SampleForm(MultiDict(GOOD | typed))
            form.validate()
            return form

    return submit


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Vigil  ", "Vigil"),
        ("Cafe\u0301", "Café"),
        ("30 % 👩🏽\u200d🚀", "30 % 👩🏽\u200d🚀"),
        ("صباح \u200fالخير", "صباح \u200fالخير"),
        ("x" * 20, "x" * 20),
    ],
)
def test_line_is_composed_and_stripped(submit, typed, kept):
    form = submit(title=typed)

    assert (form.title.data, form.title.errors) == (kept, [])


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Required."),
        (" \u200b\u00a0", "Required."),
        ("a\x00b", "Remove the hidden character U+0000 after “a”: it was probably pasted by accident."),
        ("a\x1bb", "Remove the hidden character U+001B after “a”: it was probably pasted by accident."),
        (
            "a\u202eb",
            "Remove the hidden character U+202E RIGHT-TO-LEFT OVERRIDE after “a”: it was probably pasted by accident.",
        ),
        ("a\u2028b", "One line only: remove the line break U+2028 LINE SEPARATOR after “a”."),
        ("a\ud800b", "Remove the hidden character U+D800 after “a”: it was probably pasted by accident."),
        ("Subject\r\nBcc: all@example.org", "One line only: remove the line break after “Subject”."),
        ("x" * 21, "This is 1 character too long: the limit is 20."),
        ("x" * 25, "This is 5 characters too long: the limit is 20."),
    ],
)
def test_line_is_refused_with_what_to_do_and_kept(submit, typed, message):
    form = submit(title=typed)

    assert form.title.errors == [message]
    assert form.title.data == typed.strip(" \u00a0")


def test_prose_keeps_its_lines_with_one_kind_of_end(submit):
    form = submit(notes="One\r\nTwo\rThree\u2028Four\n\n")

    assert (form.notes.data, form.notes.errors) == ("One\nTwo\nThree\nFour", [])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u3000日本語\n\u3000二\n", "\u3000日本語\n\u3000二"),
        ("\r\n \r\n    Отступ\r\n", "    Отступ"),
        (" \n\t\n", ""),
    ],
)
def test_prose_keeps_the_indentation_of_its_first_line(submit, typed, kept):
    assert submit(notes=typed).notes.data == kept


def test_prose_limit_counts_a_line_end_once(submit):
    assert submit(notes="a\r\n" * 24 + "bc").notes.errors == []
    assert submit(notes="a\r\n" * 25 + "b").notes.errors == ["This is 1 character too long: the limit is 50."]


def test_prose_refuses_nul(submit):
    assert submit(notes="a\x00").notes.errors == [
        "Remove the hidden character U+0000 after “a”: it was probably pasted by accident."
    ]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2028-02-29", date(2028, 2, 29)),
        ("30.7.2027", date(2027, 7, 30)),
        ("30/07/2027", date(2027, 7, 30)),
        ("", None),
    ],
)
def test_day_is_read(submit, typed, day):
    form = submit(held_on=typed)

    assert (form.held_on.data, form.held_on.errors) == (day, [])


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2027-02-29", "There is no 29 February in 2027: choose 28 February or 1 March."),
        ("2027-06-31", "June 2027 has 30 days."),
        ("2027-13-01", "Months are numbered 1 to 12: there is no month 13."),
        ("0000-01-01", "Enter a year between 1900 and 2200."),
        ("٢٠٢٧-٠١-٠١", "Enter the day as year-month-day, for example 2027-07-30."),
        ("tomorrow", "Enter the day as year-month-day, for example 2027-07-30."),
    ],
)
def test_day_is_refused_and_what_was_typed_is_kept(submit, typed, message):
    form = submit(held_on=typed)

    assert (form.held_on.data, form.held_on.errors) == (None, [message])
    assert f'value="{typed}"' in form.held_on()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
        ("example.org/path", "https://example.org/path"),
        ("https://пример.example/", "https://пример.example/"),
        ("", ""),
    ],
)
def test_web_address_is_taken(submit, typed, kept):
    form = submit(page=typed)

    assert (form.page.data, form.page.errors) == (kept, [])


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("https://e.org/\u200breport", "U+200B ZERO WIDTH SPACE after “https://e.org/”"),
        ("\ufeffhttps://e.org", "U+FEFF ZERO WIDTH NO-BREAK SPACE at the start"),
        ("https://дети.рф/\u00adпомощь", "U+00AD SOFT HYPHEN after “https://дети.рф/”"),
    ],
)
def test_web_address_says_which_character_cannot_be_seen(submit, typed, says):
    form = submit(page=typed)

    assert says in form.page.errors[0]
    assert form.page.data == typed


def test_web_address_may_join_letters_where_they_are_written_so(submit):
    address = "https://fa.example/می\u200cخواهم"

    assert (submit(page=address).page.data, submit(page=address).page.errors) == (address, [])


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org",
        "//example.org",
        "https://",
        "https://user:secret@example.org",
        "https://bank.example\\@evil.example",
        "https://example.org:99999/",
        "https://exa mple.org",
        "https://[::1",
        "mailto:a@example.org",
    ],
)
def test_web_address_is_refused(submit, typed):
    assert submit(page=typed).page.errors == ["Enter a full link that starts with https:// or http://."]


@pytest.mark.parametrize("typed", ["Europe/Brussels", "europe/brussels", " EUROPE/BRUSSELS "])
def test_zone_is_found_in_any_case(submit, typed):
    form = submit(zone=typed)

    assert (form.zone.data, form.zone.errors) == ("Europe/Brussels", [])


def test_zone_unknown_suggests_what_was_meant(submit):
    field = submit(zone="Brusels").zone

    assert field.errors == ["“Brusels” matches more than one time zone. Choose the right one."]
    assert (field.data, field.meant) == ("Brusels", ("Europe/Brussels",))


@pytest.mark.parametrize(
    ("typed", "chosen", "taken"),
    [
        ("EST", "America/New_York", "America/New_York"),
        ("IST", "Europe/Dublin", "Europe/Dublin"),
        ("القاهرة", "Africa/Cairo", "Africa/Cairo"),
        # What is typed as one zone counts, whatever was chosen before.
        ("Asia/Manila", "Europe/Dublin", "Asia/Manila"),
    ],
)
def test_zone_is_taken_from_the_choice_of_what_was_meant(submit, typed, chosen, taken):
    field = submit(**{"zone": typed, "zone-meant": chosen}).zone

    assert (field.data, field.errors) == (taken, [])


@pytest.mark.parametrize("chosen", ["", "Asia/Manila", "EST", "<b>"])
def test_zone_that_was_not_among_the_choice_is_not_taken(submit, chosen):
    field = submit(**{"zone": "IST", "zone-meant": chosen}).zone

    assert field.data == "IST"
    assert set(field.meant) == {"Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"}


def test_choice_that_was_not_offered_is_refused(submit):
    form = submit(channels="fax", audience="everyone", kind="poem")

    assert all((form.channels.errors, form.audience.errors, form.kind.errors))


class DaysForm(Form):  # type: ignore[misc]
    days = WholeNumberField("Days", [NumberRange(-730, 730, "Enter a number from -730 to 730.")])


@pytest.mark.parametrize(
    ("typed", "days", "errors"),
    [
        ("14", 14, []),
        (" -14 ", -14, []),
        ("\N{MINUS SIGN}14", -14, []),
        ("+3", 3, []),
        ("-0", 0, []),
        ("-9999", -9999, ["Enter a number from -730 to 730."]),
        ("9" * 5000, 10**9, ["Enter a number from -730 to 730."]),
        ("\N{MINUS SIGN}" + "9" * 400, -(10**9), ["Enter a number from -730 to 730."]),
        ("1.5", None, ["Not a valid integer value."]),
        ("two", None, ["Not a valid integer value."]),
        ("٣", 3, []),
    ],
)
def test_whole_number_of_any_length_is_understood_or_refused_beside_it(
    app: Flask, typed: str, days: int | None, errors: list[str]
):
    with app.test_request_context("/", method="POST"):
        form = DaysForm(MultiDict({"days": typed}))
        form.validate()

    assert (form.days.data, [str(error) for error in form.days.errors][: len(errors) or 1]) == (days, errors)
