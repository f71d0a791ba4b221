"""Sentences that pure code makes and a view translates."""

from datetime import date

from scheduler.messages import Message, message, shown
from scheduler.observances.rules.nth_weekday import NthWeekday

FRENCH = {
    "%(nth)s %(weekday)s of %(month)s": "%(nth)s %(weekday)s de %(month)s",
    "last": "dernier",
    "Wednesday": "mercredi",
    "April": "avril",
}


def test_message_is_english_without_a_translation():
    assert message("%(days)d days", days=3).render() == "3 days"


def test_message_translates_the_words_inside_it():
    (piece,) = NthWeekday(-1, "WE", 4).describe()

    assert piece.render(FRENCH.__getitem__) == "dernier mercredi de avril"


def test_message_keeps_a_percent_sign_of_a_value():
    assert message('"%(text)s" is not a day.', text="100%(x)s").render() == '"100%(x)s" is not a day.'


def test_messages_can_be_compared():
    assert message("a", b=1) == Message("a", (("b", 1),))
    assert message("a", b=1) != message("a", b=2)


def test_quotation_is_cut_and_shows_invisible_characters():
    assert shown("a\x00b\u202ec") == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c"
    assert shown("x" * 200) == "x" * 79 + "…"
    assert shown("ok") == "ok"


def test_dates_are_put_into_words_where_asked():
    found = message("On %(day)s, %(who)s", day=date(2027, 7, 30), who="all")

    assert found.render() == "On 2027-07-30, all"
    assert found.with_dates(lambda day: f"{day:%A}").render() == "On Friday, all"
