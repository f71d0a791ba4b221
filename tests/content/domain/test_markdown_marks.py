"""What is a mark and what is text: nothing that people type by chance is taken out or changed."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.content.domain.item_text import ItemText, normalise_text
from scheduler.content.domain.markdown import plain_text, render_html
from scheduler.content.domain.post_text import article_text, post_text

TYPED = [
    # Days and numbers at the start of lines.
    "30. Juli\n18. Oktober\n25. November",
    "1) eins\n1) zwei\n7) sieben",
    "18.\n25.\n31. desember",
    "1986. év végén\n2027. január",
    "01. Juni\n02. Juni",
    "# 1 in der Welt",
    # Signs that are bullets or quotations elsewhere.
    "> 50 Millionen\n>100 000",
    "- 5 °C in Kyiv",
    "+ 63 2 8931 8101\n+ 63 2 8931 8102",
    "* Źródło: UNICEF, 2026",
    "—\n- 30 -",
    "~ 20 %\n~~~",
    "Заголовок\n---\nтекст\n===",
    # Addresses, handles, tags.
    "https://youtu.be/watch?v=_abHbL4h7x_ und https://e.org/*a*/_b_?c=*d*",
    "https://e.org/@a/#b/@c/#d/_e_/*f* https://social.example/@_a_/@_b_/_c_",
    "www.e.org/_a_ @_un_women_ @un_women_ #_tag_ _ana_b_@e.org",
    "_@un_women_",
    "[1] https://e.org/1\n[1]: https://e.org/1",
    # Stars and underscores in and around words.
    "Kolleg*innen und Freund*innen",
    "Les député[e](s) et ami[e](s)",
    "sh*t, f**k, s***t, 2*3*4, 2**3**4",
    "Preis* ab 5 €*, *Bedingungen",
    "(*) Pflichtfeld (*) und (**)",
    "Nom : ____ Prénom : ____, (___)",
    r"*_* ^_^ ^_^ >_< ¯\_(ツ)_/¯ ~*~ Text ~*~",
    r"C:\neu\_alt\a.txt und \\server\a",
    '"*" und "*", -*- Text -*-',
    "snake_case_name und __ und * und **",
    "Datei: _foo_bar_.txt, __init__.py und _build_.zip, _x_:80",
    "_un_women_ und _Kolleg_innen_, 👉_आप_का_; __a_b__ (_дом_2_)",
    # What HTML and code would hide.
    "Rock`n`Roll, l`anno dell`amore",
    "AT&amp;T &copy; &#39; <b>fett</b> a<b>c",
    "![Wow](bild.png) [x](/content/1) [y](ftp://e.org) [z]()",
    '![alt](http://x/y.png) Hurra![*hier*](https://e.org/_a_ "_b_") [![a](https://e.org/i.png)](https://e.org)',
    # Indents and empty lines.
    "    eingerückt\n\tTab\n\n\n\n      Ende",
    "\u3000日本語の段落。\n\u3000次の段落。",
    "فقرة أولى\n\u00a0\u00a0فقرة ثانية",
]


@pytest.mark.parametrize("text", TYPED)
def test_what_is_no_mark_is_pasted_as_it_was_typed(text):
    assert plain_text(text) == text
    assert post_text(ItemText(body=text)) == text
    assert article_text(ItemText(call_to_action=text)) == text


PIECES = st.sampled_from(
    [
        *("30. Juli", "1)", "7.", "> 50", ">", "+ 63", "- 5", "* x", "#Tag", "#", "###", "@_un_women_", "@a_"),
        *("https://e.org/_a_*b*", "www.e.org/*a*", "a_b@e.org", "Kolleg*innen", "député[e](s)", "f**k", "5*3", "€*"),
        *("____", "(*)", "^_^", "`", "&amp;", "<b>", "[1]", "[x]", "(y)", "!", "|", "||", "===", "a|b"),
        *("```", "![*a*](http://x/y.png)", "_foo_bar_.txt", "__init__.py", "_un_women_", "(_a_b_)", "_ö_.7z"),
        *("शांति", "Würde", "平和", "سلام", "👩‍👧", "—", "“", "”", "%", "\\", "\\n"),
    ]
)
GAPS = st.sampled_from([" ", "\n", "\n\n", "\n\n\n", "\n    ", "\n\t", "\n\u3000", "\u00a0", "  "])
PLAIN = st.lists(st.tuples(PIECES, GAPS), max_size=12).map(
    lambda pairs: normalise_text("".join(piece + gap for piece, gap in pairs))
)
# Every character but those that are marks wherever they stand well.
LETTERS = st.text(st.characters(codec="utf-8", exclude_characters="*_[]<>\\#|-\0"), max_size=60).map(normalise_text)


def has_no_list_or_heading(text: str) -> bool:
    """Without two bullets, or numbers that follow each other, and without a heading."""
    lines = [line.split() for line in text.split("\n") if line.strip()]
    starts = [words[0] for words in lines if words]
    return not any(starts.count(sign) > 1 for sign in ("*", "-")) and not any(
        words[0] in ("#", "###") and len(words) > 1 for words in lines
    )


@settings(max_examples=200)
@given(PLAIN.filter(has_no_list_or_heading))
def test_text_without_marks_is_pasted_unchanged(text):
    assert plain_text(text) == text


@settings(max_examples=200)
@given(LETTERS)
def test_text_of_any_letters_is_pasted_unchanged(text):
    assert plain_text(text) == text
    assert unicodedata.is_normalized("NFC", text)


MARKED = st.lists(
    st.sampled_from(
        [
            *("*a*", "**b**", "_c_", "***d***", "[e](https://e.org/_f_)", "<https://e.org/g>", "# h", "- i", "- j"),
            *("![p](https://e.org)", "!", "_q_.txt", "_r_s_", "__t__.py", "_"),
            *("1. k", "2. l", "| m | n |", "|---|---|", "\\*", "\\[", " ", " ", "\n", "\n\n", "\n  ", "\u3000", "o"),
        ]
    ),
    max_size=20,
).map("".join)


@settings(max_examples=200)
@given(MARKED)
def test_no_letter_or_digit_is_lost_or_added_beside_marks(text):
    def letters(some: str) -> str:
        return "".join(sign for sign in some if sign.isalnum())

    assert letters(plain_text(text)) == letters(text)


@pytest.mark.parametrize(
    ("text", "pasted", "html"),
    [
        ("**Ya** ¡**basta**!", "Ya ¡basta!", "<strong>Ya</strong> ¡<strong>basta</strong>!"),
        ("これは**重要**です。", "これは重要です。", "これは<strong>重要</strong>です。"),
        ("**서울**에서", "서울에서", "<strong>서울</strong>에서"),
        ("**EU**-Recht und/**oder**", "EU-Recht und/oder", "<strong>EU</strong>-Recht und/<strong>oder</strong>"),
        ("**NGO**s und **Frauen**rechte", "NGOs und Frauenrechte", "<strong>Frauen</strong>rechte"),
        ("*« non »*, _(oui)_", "« non », (oui)", "<em>« non »</em>, <em>(oui)</em>"),
        ("**مهم** — **50 %**", "مهم — 50 %", "<strong>مهم</strong> — <strong>50 %</strong>"),
        ("**…и всё!** **!Ура!**", "…и всё! !Ура!", "<strong>…и всё!</strong> <strong>!Ура!</strong>"),
        ("👉_जल्दी_", "👉जल्दी", "👉<em>जल्दी</em>"),
        ("***a*** **b *c* d**", "a b c d", "<em><strong>a</strong></em> <strong>b <em>c</em> d</strong>"),
        (r"\*a\* \_b\_", "*a* _b_", "*a* _b_"),
        ("_The Guardian_'s __Liste__.", "The Guardian's Liste.", "<em>The Guardian</em>'s <strong>Liste</strong>."),
        ("_die Datei foo_bar hier_, _ja_!", "die Datei foo_bar hier, ja!", "<em>die Datei foo_bar hier</em>"),
        ("_重要_。次 _nicht_—sondern", "重要。次 nicht—sondern", "<em>重要</em>。次 <em>nicht</em>—sondern"),
    ],
)
def test_marks_around_words_are_marks_in_any_script(text, pasted, html):
    assert plain_text(text) == pasted
    assert html in render_html(text)


def test_a_picture_is_text_and_marks_around_it_are_marks() -> None:
    text = "**![a](https://e.org)** und ![*b*](https://e.org/c.png), [d](https://e.org)"

    assert plain_text(text) == "![a](https://e.org) und ![*b*](https://e.org/c.png), d (https://e.org)"
    assert render_html(text).startswith('<p dir="auto"><strong>![a](')


@pytest.mark.parametrize(
    ("typed", "pasted"),
    [("\\- a\n\\- b", "- a\n- b"), ("\\# a", "# a"), ("30\\. Juli", "30. Juli"), (r"\[a\](b)", "[a](b)")],
)
def test_a_backslash_keeps_a_mark_from_being_one(typed, pasted):
    assert plain_text(typed) == pasted


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("- a\n- b", 2),
        ("* a\n\n  mehr\n\n* b", 2),
        ("9. a\n10. b", 2),
        ("- a\n  - b\n- c", 3),
        ("- a", 0),
        ("- a\n* b", 0),
        ("1. a\n1. b", 0),
        ("- a\n\nb\n\n- c", 0),
    ],
)
def test_a_list_has_two_items_that_follow_each_other(text, items):
    assert render_html(text).count("<li") == items
    assert plain_text(text) == text


def test_a_row_with_more_cells_than_its_head_makes_no_table():
    text = "| a |\n|---|\n| 1 | 2 |"

    assert "<table" not in render_html(text)
    assert plain_text(text) == text
