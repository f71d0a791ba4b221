"""What is found by what, in any writing; the property is in tests/agenda/services/test_finding.py, on databases."""

import pytest

from scheduler.folding import MAX_CHARS, MAX_TYPED, asked_words, fold, holds

PAIRS = [
    ("mediterranee", "Journée de la Méditerranée"),
    ("MÉDITERRANÉE", "Journee de la mediterranee"),
    ("méditerranée", "la Me\u0301diterrane\u0301e"),
    ("children’s day", "World Children's Day"),
    ("mothers day", "World Mother’s Day"),
    ("children`s", "Children\u00b4s rights"),
    ("egalite", "l’égalité"),
    ("anti trafficking", "EU Anti-Trafficking Day"),
    ("anti‑trafficking", "EU antitrafficking day"),
    ("anti-trafficking", "EU anti–trafficking day"),
    ("antitrafficking", "EU Anti-Trafficking Day"),
    ("18-25 july", "18\u201325 July"),
    ("covid-19", "after Covid 19"),
    ("hr3921", "H.R. 3921"),
    ("h.r. 3921", "HR3921"),
    ("un day", "U.N. Day"),
    ("ＷＯＲＬＤ day", "World Day"),
    ("2027", "２０２７年7月30日"),
    ("コミックリリーフ", "コミック・リリーフ"),
    ("がいこく", "か\u3099いこく"),
    ("ｶﾞｲｺｸ", "ガイコク"),
    ("한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8"),
    ("lodz", "Łódź"),
    ("dau tranh", "Đấu tranh"),
    ("strasse", "Große Straße"),
    ("istanbul", "İSTANBUL"),
    ("smorgas", "Smørgås"),
    ("ελλαδα", "Ελλάδα"),
    ("ΟΔΟΣ", "οδός"),
    ("елка", "Ёлка"),
    ("мяч", "м’яч"),
    ("الاتجار", "اَلِاتِّجَار"),
    ("اسره", "أُسرة"),
    ("۳۰ تیر", "٣٠ تير"),
    ("می‌خواهم", "میخواهم"),
    ("שלום", "שָׁלוֹם"),
    ("צהל", "צה״ל"),
    ("हिन्दी दिवस", "हिन्दी दिवस"),
    ("ค้ามนุษย์", "วันต่อต้านการค้ามนุษย์"),
    ("efficace", "eﬃcace"),
    ("col·laboracio", "Collaboració"),
    ("“joint statement”", "Joint statement of 30 July"),
    ("no 12", "N° 12, Nº 12"),
]


@pytest.mark.parametrize(("asked", "text"), PAIRS)
def test_writing_makes_no_difference(asked: str, text: str) -> None:
    assert holds(text, asked_words(asked))


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("कि", "की"),
        ("क़", "क"),
        ("ค้า", "คา"),
        ("がき", "かき"),
        ("각", "가"),
        ("trafficking day", "trafficking"),
        ("1/2345", "12/345"),
        ("ยา", "ย่า"),
    ],
)
def test_other_letters_are_other_words(asked: str, text: str) -> None:
    assert not holds(text, asked_words(asked))


def test_signs_alone_ask_for_nothing() -> None:
    assert [asked_words(text) for text in ("", " \t\n", "’", "- –", "\u0301\u200b", "\x00")] == [()] * 6


def test_what_is_asked_for_is_bounded_without_breaking_letters() -> None:
    long = "한국어" * 200
    assert sum(map(len, asked_words(long))) == MAX_CHARS
    assert holds(long, asked_words("\u1112\u1161\u11ab\u1100\u116e\u11a8\u110b\u1165" * 70))
    assert len(asked_words("a " * MAX_TYPED)) == 8


def test_lines_and_hyphens_around_words_become_spaces() -> None:
    assert fold(" One\n\u2014 two -\u00a0three\u2011four\t") == "one two threefour"
