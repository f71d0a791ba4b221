"""The parts of a release are found in what Word files hold, and no word is lost on the way."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.content.domain.release_finding import FoundRelease, find_parts
from scheduler.word_files.paragraphs import Paragraph, Role, Span, Table, WordText

LONG = " ".join(["Forty-one organisations in nine countries asked twelve platforms what they do about ads."] * 5)


def line(text: str, role: Role = Role.TEXT, *, bold: bool = False, italic: bool = False, size: int = 0) -> Paragraph:
    return Paragraph((Span(text, is_bold=bold, is_italic=italic),), role, 1 if role is Role.HEADING else 0, size)


def table(*rows: tuple[str, ...]) -> Table:
    return Table(tuple(tuple((Span(cell),) for cell in row) for row in rows))


def found(*lines: Paragraph | Table | str, name: str = "release.docx", beside: tuple[str, ...] = ()) -> FoundRelease:
    blocks = tuple(line(one) if isinstance(one, str) else one for one in lines)
    return find_parts(WordText(blocks, beside), name)


def test_a_joint_release_comes_apart():
    release = found(
        "Lantern Bay",
        "PRESS RELEASE",
        line("EMBARGOED UNTIL 00:01 BST, 30 JULY 2027", bold=True),
        line("Platforms fall silent", Role.TITLE),
        line("Five of twelve answered", italic=True),
        f"MANILA / BRUSSELS, 29 July 2027 – {LONG}",
        "“We waited,” said Ana Reyes.",
        line("What platforms said", Role.HEADING),
        line("Nothing", Role.BULLET),
        line("Little", Role.BULLET),
        "###",
        line("Notes to editors", bold=True),
        "Data: https://bay.example",
        line("About Lantern Bay", bold=True),
        "Lantern Bay is a coalition.",
        "Media contact: Ana Reyes, +63 2 5550 1234",
        "ana@bay.example",
        "Hours: 9 to 17 in Manila.",
    )
    assert release.embargo is not None
    assert (release.embargo.clock, release.embargo.zone, release.embargo.is_clear) == ("00:01", "Europe/London", True)
    assert (release.title, release.subhead) == ("Platforms fall silent", "Five of twelve answered")
    assert (release.dateline, release.publish_on) == ("MANILA / BRUSSELS, 29 July 2027", date(2027, 7, 30))
    quoted = "\n\n“We waited,” said Ana Reyes.\n\n## What platforms said\n\n- Nothing\n- Little"
    assert release.body == f"{LONG}{quoted}"
    assert release.notes_to_editors == "Data: https://bay.example"
    assert release.boilerplate == "**About Lantern Bay**\n\nLantern Bay is a coalition."
    assert release.media_contact == "Ana Reyes, +63 2 5550 1234\nana@bay.example\nHours: 9 to 17 in Manila."
    assert release.taken_out == ("Lantern Bay", "PRESS RELEASE")


def test_a_release_without_styles_and_with_its_contact_on_top():
    release = found(
        "FOR IMMEDIATE RELEASE – 28 July 2027",
        "Contact: Jane Doe, jane@port.example",
        line("Platforms fall silent", bold=True),
        f"Berlin, 30. Juli 2027 – {LONG}",
        "About the bill",
        LONG,
        "About Old Port",
        "We are a port.",
        "-30-",
    )
    assert (release.title, release.dateline) == ("Platforms fall silent", "Berlin, 30. Juli 2027")
    assert release.media_contact == "Jane Doe, jane@port.example"
    assert release.body == f"{LONG}\n\nAbout the bill\n\n{LONG}"
    assert release.boilerplate == "**About Old Port**\n\nWe are a port."
    assert (release.embargo, release.publish_on) == (None, date(2027, 7, 28))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("COMMUNIQUÉ DE PRESSE", "Contact presse : Ana, 01 23 45 67 89", "À propos de Phare", "FIN"), "fr"),
        (("NOTA DE PRENSA", "Contacto de prensa: Ana, 91 123 45 67", "Acerca de Phare", "###"), "es"),
        (("PRESSEMITTEILUNG", "Pressekontakt: Ana, 030 123 45 67", "Über Phare", "ENDE"), "de"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_plainly_known_words_of_other_languages(lines: tuple[str, ...], expected: str):
    label, contact, about, end = lines
    release = found(label, line("Titel", Role.TITLE), LONG, about, "Phare.", contact, end)
    assert release.taken_out == (label,)
    assert release.body == LONG
    assert release.boilerplate == f"**{about}**\n\nPhare."
    assert release.media_contact.startswith("Ana, ")


@pytest.mark.parametrize(
    ("lines", "name", "beside"),
    [
        (("EMBARGOED UNTIL MONDAY", "Headline"), "release.docx", ()),
        (("Headline",), "EMBARGO final.docx", ()),
        (("Headline",), "release.docx", ("Embargoed until Monday",)),
        (("Headline",), "release.docx", ("Coalition\nEMBARGOED UNTIL 00:01",)),
        (("Headline", f"{LONG} This text is under embargo until Monday."), "release.docx", ()),
        (("Headline", f"{LONG} It is under embargo until 30 July 2027, 9:00 UTC."), "release.docx", ()),
        (("EMBARGOED UNTIL 30 July 2027, 9:00 UTC", "FOR IMMEDIATE RELEASE", "Headline"), "release.docx", ()),
        (("EMBARGOED UNTIL 30 July 2027, 9:00 UTC", "Headline"), "release.docx", ("Embargoed until 31 July 2027",)),
    ],
    ids=[
        "line",
        "name of the file",
        "beside the text",
        "in a line beside it",
        "in a sentence",
        "in a sentence with a moment",
        "contradicted",
        "two days",
    ],
)
def test_wherever_an_embargo_is_spoken_of_it_is_asked(lines: tuple[str, ...], name: str, beside: tuple[str, ...]):
    release = found(*lines, LONG, name=name, beside=beside)
    assert release.embargo is not None
    assert not release.embargo.is_clear
    assert release.title == "Headline"


@pytest.mark.parametrize(
    ("first", "beside"),
    [
        ("PRESS RELEASE – EMBARGO: 30 July", ()),
        ("PRESS RELEASE – embargo (see below)", ()),
        ("Lantern Bay\tHold until Friday", ()),
        ("FOR IMMEDIATE RELEASE, embargo 30 July", ()),
        (f"EMBARGO: 30 July 2027, 9:00 UTC. {LONG}", ()),
        (table(("From", "Bay"), ("Embargo", "30 July 2027, 09:00 UTC")), ()),
        (table(("Embargo", "30 July 2027, 09:00 UTC"), ("From", "Bay")), ()),
        (table(("Status", "Hold until Friday"), ("From", "Bay")), ()),
        ("Lantern Bay", ("Coalition\nThe embargo",)),
        ("Lantern Bay", ("EMBARGOED UNTIL 30 July 2027, 9:00 UTC\nor 31 July 2027",)),
        ("Lantern Bay", ("EMBARGOED\n30 July 2027, 9:00 UTC",)),
    ],
)
def test_what_speaks_of_an_embargo_above_or_beside_the_text_is_asked(first: str | Table, beside: tuple[str, ...]):
    release = found(first, line("Headline", Role.TITLE), LONG, beside=beside)
    assert release.embargo is not None
    assert not release.embargo.is_clear
    if len(line(first).text if isinstance(first, str) else first.text) < len(LONG):
        assert (release.title, release.body) == ("Headline", LONG)


def test_no_word_of_a_table_is_lost():
    rows = ("Embargo", "30 July 2027"), ("FOR IMMEDIATE RELEASE", "word")
    for lines in ((table(*rows),), ("EMBARGOED UNTIL", table(*reversed(rows)))):
        above = found(*lines, line("Headline", Role.TITLE), LONG)
        below = found(line("Headline", Role.TITLE), LONG, *lines)
        for shown in (" ".join(above.taken_out), below.body):
            assert all(cell in shown for row in rows for cell in row)


def test_a_headline_may_be_about_an_embargo():
    release = found("Press statement on the arms embargo", LONG)
    assert (release.title, release.body) == ("Press statement on the arms embargo", LONG)
    assert release.embargo is not None
    assert not release.embargo.is_clear


def test_a_table_that_says_at_once_contradicts_an_embargo():
    rows = table(("From", "Bay"), ("FOR IMMEDIATE RELEASE", "–"))
    release = found("EMBARGOED UNTIL 30 July 2027, 9:00 UTC", line("Headline", Role.TITLE), LONG, rows)
    assert release.embargo is not None
    assert not release.embargo.is_clear


def test_an_article_about_trade_is_not_asked_about():
    assert found("Headline", LONG, "The arms embargo of 1962 may fail.").embargo is None
    assert found("Headline", LONG, "The arms embargo: 30 July.").embargo is not None


def test_an_embargo_line_goes_on_in_the_next_paragraph_and_breaks_within_one():
    for lines in (
        ("EMBARGOED UNTIL", "00:01 GMT, 30 July 2027"),
        ("PRESS RELEASE\nEmbargoed until 30 July 2027, 00:01 GMT",),
    ):
        release = found(*lines, line("Headline", Role.HEADING), LONG)
        assert release.embargo is not None
        assert (release.embargo.is_clear, release.title) == (True, "Headline")
        assert release.body == LONG


@pytest.mark.parametrize(
    "headline",
    [
        line("PLATFORMS FALL SILENT – WHAT NOW", bold=True),
        line("PLATFORMS FALL SILENT – WHAT NOW"),
        line("Platforms fall silent", size=36),
    ],
    ids=["bold capitals", "capitals", "large"],
)
def test_a_headline_without_a_style_is_found(headline: Paragraph):
    release = found("Lantern Bay", line("Harbour Street 1"), headline, f"PARIS – {LONG}")
    assert (release.title, release.dateline, release.body) == (headline.text, "PARIS", LONG)
    assert release.taken_out == ("Lantern Bay", "Harbour Street 1")


def test_running_text_alone_has_no_headline():
    assert found(LONG) == FoundRelease(body=LONG)


WORDS = st.sampled_from(
    ["###", "About Us", "Contact:", "PARIS –", "Notes", "a@b.example", "EMBARGO", "word", "\n", LONG]
)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.lists(WORDS, max_size=4).map(" ".join), st.sampled_from(Role)), max_size=8))
def test_no_word_is_lost(lines: list[tuple[str, Role]]):
    release = found(*(line(text, role) for text, role in lines))
    shown = " ".join(
        (release.title, release.subhead, release.dateline, release.body, release.notes_to_editors, release.boilerplate)
    )
    shown += release.media_contact + " ".join(release.taken_out)
    assert shown.count("word") == sum(text.count("word") for text, _role in lines)
