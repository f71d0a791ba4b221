"""What may stand in a name."""

import pytest

from scheduler.accounts.domain.names import (
    Blemish,
    NameFault,
    blemish_of,
    normalise_name,
    parts_after_the_first,
)


@pytest.mark.parametrize(
    "name",
    [
        "Odile Marchand",
        "Le Phare des Enfants",
        "J.R.R. Tolkien",
        "St. Mary’s Refuge",
        "O'Neil-García",
        "Sammy Davis, Jr.",
        "Ana (she/her)",
        "Karl X:son Lind",
        "Nguyễn Thị Ánh",
        "Đặng Văn Å",
        "ǃKung Trust",
        "7amleh",
        "350",
        "Urgent Action Fund",
        "Act!onAid ★",
        "Médecins « Sans » Frontières",
        "东京都儿童中心",
        "ノート",
        "مركز الأمل",
        "می\u200cخواهم",
        "ශ්\u200dරී ලංකා",
        "क्\u200dष",
        "Sign of Hope",
        "Passwortlos e. V.",
    ],
)
def test_names_of_many_writings_may_stand(name: str):
    assert blemish_of(normalise_name(name)) is None


@pytest.mark.parametrize(
    ("name", "character"),
    [
        ("Le\u200bPhare", "U+200B ZERO WIDTH SPACE"),
        ("Le\u2060Phare", "U+2060 WORD JOINER"),
        ("Le\ufeffPhare", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ("Le\u00adPhare", "U+00AD SOFT HYPHEN"),
        ("\u3164", "U+3164 HANGUL FILLER"),
        ("Le Phare\uffa0", "U+FFA0 HALFWIDTH HANGUL FILLER"),
        ("Le\u115f Phare", "U+115F HANGUL CHOSEONG FILLER"),
        ("Le\u17b4Phare", "U+17B4 KHMER VOWEL INHERENT AQ"),
        ("Le\u2800Phare", "U+2800 BRAILLE PATTERN BLANK"),
        ("Le\u034fPhare", "U+034F COMBINING GRAPHEME JOINER"),
        ("\u202ePhare", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\u2066Phare\u2069", "U+2066 LEFT-TO-RIGHT ISOLATE"),
        ("Phare\u200e", "U+200E LEFT-TO-RIGHT MARK"),
        ("Phare\u061c", "U+061C ARABIC LETTER MARK"),
        ("❤\ufe0f Aid", "U+FE0F VARIATION SELECTOR-16"),
        ("Aid\U000e0100", "U+E0100 VARIATION SELECTOR-17"),
        ("Aid\U000e0041", "U+E0041 TAG LATIN CAPITAL LETTER A"),
        ("Aid\u180e", "U+180E MONGOLIAN VOWEL SEPARATOR"),
        ("Aid\ue000", "U+E000"),
        ("Aid\u0378", "U+0378"),
        ("Aid\ufffd", "U+FFFD REPLACEMENT CHARACTER"),
        ("Aid\ufff9x", "U+FFF9 INTERLINEAR ANNOTATION ANCHOR"),
        ("Aid\x00", "U+0000"),
        # Joiners where they join nothing: between Latin letters, before a space, in emoji.
        ("Le\u200cPhare", "U+200C ZERO WIDTH NON-JOINER"),
        ("می\u200c خواهم", "U+200C ZERO WIDTH NON-JOINER"),
        ("Le\u200dPhare", "U+200D ZERO WIDTH JOINER"),
        ("A 👩\u200d👧", "U+200D ZERO WIDTH JOINER"),
    ],
)
def test_what_shows_nothing_is_named_and_refused(name: str, character: str):
    found = blemish_of(normalise_name(name))

    assert found is not None
    assert (found.fault, found.code_point) == (NameFault.HIDDEN, character)


@pytest.mark.parametrize("name", ["S\u0338ave", "Sa\u0301\u0301ve", "Sa\u0300\u0301\u0302\u0303\u0308ve", "\u0301Save"])
def test_marks_that_belong_to_no_writing_are_refused(name: str):
    found = blemish_of(normalise_name(name))

    assert found is not None
    assert found.fault is NameFault.MARKS


@pytest.mark.parametrize("name", ["…", "🙂", "- -"])
def test_a_name_has_a_letter_or_a_digit(name: str):
    assert blemish_of(name) == Blemish(NameFault.NO_LETTER, name)


@pytest.mark.parametrize(
    "name",
    [
        "URGENT: account locked, https://evil.example",
        "Ana www.evil.example",
        "evil.example",
        "Ana evil[.]com",
        "Ana evil(dot)com",
        "bit.ly/x",
        "ana@evil.example",
        "ana＠evil",
        "http:／／x",
        "hxxps: x",
        "evil。com",
        "evil．com",
        "пример.рф",
        "192.168.0.1",
        "Ana +32 475 12 34 56",
        "mailto:ana",
    ],
)
def test_addresses_are_refused_however_they_are_written(name: str):
    found = blemish_of(normalise_name(name))

    assert found is not None
    assert found.fault is NameFault.ADDRESS


@pytest.mark.parametrize(
    "name",
    [
        "URGENT sign in at the portal",
        "Please log-in now",
        "Your password",
        "Click here",
        "Verify your data",
        "Your account is closed",
        "sіgn іn",
        "ＬＯＧＩＮ",
    ],
)
def test_requests_of_this_website_are_refused(name: str):
    found = blemish_of(normalise_name(name))

    assert found is not None
    assert found.fault is NameFault.REQUEST


@pytest.mark.parametrize("name", ["Change.org", "350.org"])
def test_bare_domain_is_let_through_where_somebody_answers_for_it(name: str):
    assert blemish_of(name, may_be_domain=True) is None
    assert blemish_of(name) is not None
    assert blemish_of(f"{name}/petition@x", may_be_domain=True) is not None


def test_spaces_of_any_width_become_one():
    assert normalise_name("\u00a0Le\u3000\u2009 Phare\u202f") == "Le Phare"


def test_line_ends_are_not_made_spaces():
    assert blemish_of(normalise_name("Le\nPhare")) == Blemish(NameFault.LINE_END, "\n", 2)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Odile Marchand", ()),
        ("Odile-Marie Marchand", ()),
        ("Odile, Le Phare", ("Le Phare",)),
        ("Odile (Le Phare)", ("Le Phare",)),
        ("Odile – Le Phare / Kite", ("Le Phare", "Kite")),
    ],
)
def test_what_follows_a_comma_or_a_dash_is_found(name: str, parts: tuple[str, ...]):
    assert parts_after_the_first(name) == parts


@pytest.mark.parametrize(
    "written",
    [
        *(
            "（{}）",
            "﴾{}﴿",
            "﴿{}﴾",
            "〔{}〕",
            "❨{}❩",
            "⟮{}⟯",
            "﹙{}﹚",
            "⁽{}⁾",
            "【{}】",
            "«{}»",
            "‹{}›",
            "‘{}’",
            "＜{}＞",
        ),
        *(
            "，{}",
            "、{}",
            "،{}",
            "﹐{}",
            "∙{}",
            "ǀ{}",
            "ǀ {}",
            "∣{}",
            "❘{}",
            "│ {}",
            "·{}",
            "ː {}",
            "& {}",
            "/{}",
            "_{}",
        ),
        *("- {}", "– {}", "—{}", "⸺{}", "丨 {}", "ㅣ {}", ". {}", "\\{}", "~{}", "＠{}", "⁄{}", "| {}", "‖ {}"),
    ],
)
def test_marks_of_any_script_part_a_name(written: str):
    assert parts_after_the_first(f"Priya Nair {written.format('Open Bridge')}") == ("Open Bridge",)


@pytest.mark.parametrize("name", ["O'Brien", "O’Brien", "Jean-Luc", "Jean‐Luc", "J.R.R", "Gal·la", "Hawaiʻi"])
def test_marks_inside_a_word_do_not_part_it(name: str):
    assert parts_after_the_first(name) == ()
