"""The search: over entries alone, whoever asks and whatever is typed."""

import re
from urllib.parse import urlencode

import pytest

from tests.pages.crowds import add_visible
from tests.pages.scenes import ARABIC, SAFE_TITLE, SECRET


def found(client, arguments):
    answer = client.get(f"/search?{arguments}")
    assert answer.status_code == 200
    return re.sub("</?mark>", "", answer.get_data(as_text=True))


@pytest.mark.parametrize("who", ["visitor", "dan", "ana", "bo", "cleo"])
def test_concealed_text_is_found_by_nobody(visit, who):
    text = found(visit(who), f"q={SECRET}")

    assert "Nothing found" in text
    assert SAFE_TITLE not in text


@pytest.mark.parametrize(("who", "seen"), [("ana", True), ("cleo", True), ("visitor", False), ("dan", False)])
def test_members_find_the_placeholder(visit, who, seen):
    assert (f"<bdi>{SAFE_TITLE}" in found(visit(who), "q=joint+statement")) is seen


def test_all_words_must_fit_in_any_order_and_case(visit):
    ana = visit("ana")

    assert "Vigil at the harbour" in found(ana, "q=HARBOUR+vigil")
    assert "Nothing found" in found(ana, "q=harbour+board")


@pytest.mark.parametrize(
    "asked", ["vígil", "ＨＡＲＢＯＵＲ", "vigil-at-the-harbour", "“Vigil at the harbour”", "h́arbour", "har­bour"]
)
def test_what_is_asked_for_may_be_written_otherwise(visit, asked):
    assert "Vigil at the harbour" in found(visit("ana"), urlencode({"q": asked}))


@pytest.mark.parametrize("asked", ["اليَوم", "لمكافحه", "الإتجار"])
def test_arabic_is_found_with_and_without_what_may_be_left_out(visit, asked):
    assert ARABIC in found(visit("visitor"), urlencode({"q": asked}))


@pytest.mark.parametrize("asked", [SECRET.upper(), f"{SECRET[:4]}́{SECRET[4:]}", f"{SECRET[:5]}-{SECRET[5:]}"])
def test_concealed_text_is_found_in_no_other_writing(visit, asked):
    answers = [found(visit(who), urlencode({"q": asked})) for who in ("visitor", "ana", "bo", "cleo")]

    assert all("Nothing found" in text for text in answers)


def test_only_what_is_seen_is_counted(visit):
    assert "1 result" in found(visit("ana"), "q=safe+homes")
    assert "1 result" in found(visit("visitor"), "q=day")
    assert "1 result" in found(visit("bo"), "q=kaagapay")
    assert "Nothing found" in found(visit("ana"), "q=kaagapay")


def test_campaign_that_stands_in_no_calendar_is_found(visit):
    assert "Safe streams" in found(visit("ana"), "q=safe+streams")


def test_results_say_day_kind_and_state(visit):
    text = found(visit("ana"), "q=op-ed")

    assert "Thu 8 Jul 2027" in text
    assert "Content" in text
    assert "Tentative" in text


def test_filters_alone_are_a_search(visit):
    text = found(visit("ana"), "kind=event")

    assert "Vigil at the harbour" in text
    assert "World Day" not in text


def test_search_says_what_it_looked_for(visit):
    text = found(visit("visitor"), "q=Migrant+workers")

    assert "<q><bdi>Migrant workers</bdi></q>" in text
    assert 'value="Migrant workers"' in text


@pytest.mark.parametrize(
    "arguments",
    [
        "q=%00",
        "q=%25",
        "q=_",
        "q=%27%3B--",
        "q=%3Cscript%3E",
        "q=" + "a" * 5000,
        "q=%F0%9F%92%A9",
        "q=%ff",
        "q=%E2%80%AE",
    ],
)
def test_any_input_is_harmless(visit, arguments):
    text = found(visit("visitor"), arguments)

    assert "<script>" not in text.split("</head>")[1]
    assert "World Day" not in text


def test_empty_search_asks_for_words(visit):
    assert "What are you looking for?" in found(visit("visitor"), "q=+")


def test_many_results_come_in_pages_and_are_all_counted(visit, store, scene, now):
    add_visible(store, scene.kaagapay.id, now, 140)
    store.commit()

    first, last = (found(visit("ana"), f"q=safety&page={page}") for page in (1, 3))

    assert "70 results" in first
    assert (first.count("entry-title"), last.count("entry-title")) == (30, 10)
