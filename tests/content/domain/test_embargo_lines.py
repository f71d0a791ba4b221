"""What a line says of an embargo is read where it is one moment for certain; all else is found and left to be asked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.content.domain.embargo_lines import is_embargo_line, is_immediate, read_embargo, speaks_of_embargo

DAY = date(2027, 7, 30)


@pytest.mark.parametrize(
    ("line", "clock", "zone"),
    [
        ("EMBARGOED UNTIL 00:01 GMT, 30 July 2027", "00:01", "UTC"),
        ("STRICTLY EMBARGOED UNTIL 00.01 BST Friday 30 July 2027", "00:01", "Europe/London"),
        ("Embargoed until 9:00 a.m. ET, July 30, 2027", "09:00", "America/New_York"),
        ("EMBARGOED UNTIL 9 AM EDT (3 PM CEST) JULY 30 2027", "09:00", "America/New_York"),
        ("NOT FOR PUBLICATION BEFORE 0001 GMT 30 July 2027", "00:01", "UTC"),
        ("Not to be published before 0001 GMT, 30 July 2027", "00:01", "UTC"),
        ("FOR RELEASE: July 30, 2027 at noon Eastern Time", "12:00", "America/New_York"),
        ("Embargoed until 30 July 2027, 10:00 (Brussels time)", "10:00", "Europe/Brussels"),
        ("EMBARGOED UNTIL 09:00 (Manila, UTC+8), Friday 30 July 2027: do not publish before", "09:00", "Asia/Manila"),
        ("SPERRFRIST: 30. Juli 2027, 10 Uhr MESZ", "10:00", "Europe/Berlin"),
        ("SOUS EMBARGO JUSQU'AU 30 juillet 2027 à 9h00 (heure de Paris)", "09:00", "Europe/Paris"),
        ("EMBARGO HASTA EL 30 de julio de 2027, 10:00 (hora de Madrid)", "10:00", "Europe/Madrid"),
    ],
)
def test_one_moment_is_understood(line: str, clock: str, zone: str):
    assert is_embargo_line(line)
    found = read_embargo([line])
    assert found is not None
    assert (found.day, found.clock, found.zone, found.is_clear) == (DAY, clock, zone, True)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("EMBARGOED", None),
        ("EMBARGOED UNTIL MONDAY 9AM ET", None),
        ("Embargo: 5/6/2027 10:00 UTC", None),
        ("Embargoed until 29 July 2027 or 30 July 2027, 10:00 UTC", None),
        ("Embargo until 30 July 2027", DAY),
        ("Embargoed until 10:00, 30 July 2027", DAY),
        ("Embargoed until midnight GMT, 30 July 2027", DAY),
        ("Embargo: Monday, 30 July 2027, 9:00 UTC", DAY),
        ("Embargo: 30 July 2027, 9:00 EST", DAY),
        ("Embargo: 30 July 2027, 9:00 local time", DAY),
        ("Embargo: 30 July 2027, 9:00 UTC and 9:00 CEST", DAY),
        ("Embargo: 9:00 (Manila, UTC+7), 30 July 2027", DAY),
        ("Embargo: 9:00 (Pariss time), 30 July 2027", DAY),
        ("Embargo: 30 July 2027, 25:00 UTC", DAY),
        ("Embargo: 28 March 2027, 02:30 Europe/Berlin", date(2027, 3, 28)),
    ],
)
def test_what_may_be_several_moments_or_none_is_asked(line: str, day: date | None):
    assert is_embargo_line(line)
    found = read_embargo([line])
    assert found is not None
    assert (found.is_clear, found.day, found.words) == (False, day, line)


def test_lines_that_contradict_each_other_are_asked():
    line = "EMBARGOED UNTIL 30 July 2027, 10:00 UTC"
    for lines, is_clear in (((line, line), True), ((line, line.replace("10", "11")), False)):
        found = read_embargo(lines)
        assert found is not None
        assert found.is_clear is is_clear
    at_once = read_embargo([line], is_contradicted=True)
    assert at_once is not None
    assert not at_once.is_clear
    assert read_embargo([]) is None


@pytest.mark.parametrize(
    "text",
    [
        "FOR IMMEDIATE RELEASE",
        "Press release – for immediate release",
        "POUR DIFFUSION IMMÉDIATE",
        "Para publicación inmediata",
    ],
)
def test_what_may_be_published_at_once_is_no_embargo(text: str):
    assert is_immediate(text)
    assert not is_embargo_line(text)


def test_trade_is_no_embargo_and_sentences_may_be():
    for text in (
        "The arms embargo failed.",
        "They tightened the embargo of 1962.",
        "For release of the hostages, ",
        "Released at dawn",
        "The arms embargo may fail in 2028.",
    ):
        assert not is_embargo_line(text)
        assert speaks_of_embargo(text) == ""
    assert "under embargo until" in speaks_of_embargo("Please note that this text is under embargo until Monday.")


@pytest.mark.parametrize(
    "text",
    [
        "EMBARGO: 30 July",
        "Lantern Bay\tEMBARGO 30 July",
        "PRESS RELEASE – EMBARGO: Friday",
        "The embargo lifts on July 30",
        "Please, not to be published before Friday",
        "It is not for release until Friday",
        "EMBARGO: see below. " + "word " * 60,
    ],
)
def test_a_day_or_a_time_behind_it_makes_it_an_embargo_anywhere(text: str):
    assert speaks_of_embargo(text)


@pytest.mark.parametrize("text", ["Coalition_EMBARGO", "The arms embargo", "Status\tHold until Friday", "Sperrfristen"])
def test_apart_from_the_running_text_any_mention_counts(text: str):
    assert speaks_of_embargo(text, is_apart=True)
    assert not speaks_of_embargo(text)


@pytest.mark.parametrize("filler", range(30, 50))
@pytest.mark.parametrize("behind", [0, 100])
def test_of_running_text_no_word_is_cut_and_nothing_is_clear(filler: int, behind: int):
    before, after = "12 June 2027, 9:00 UTC+10" + "." * filler, " " + "x" * (behind - 5 + filler // 2)
    text = f"Read {before} it is under embargo until{after} 12 June 2027, 9:00 UTC+10, and more"
    spoken = speaks_of_embargo(text)
    assert set(spoken.split()) <= set(text.split())
    found = read_embargo([], spoken=[spoken])
    assert found is not None
    assert not found.is_clear
    clear = read_embargo(["EMBARGOED UNTIL 12 June 2027, 9:00 UTC+10"], spoken=[spoken])
    assert clear is not None
    assert not clear.is_clear


@given(st.text(max_size=300))
def test_any_line_is_read(text: str):
    found = read_embargo([text])
    assert found is not None
    assert not found.is_clear or (found.day is not None and found.clock and "/" in f"{found.zone}/")
