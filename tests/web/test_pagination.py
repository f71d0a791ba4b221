"""Pages of a long list."""

import pytest

from scheduler.web.pagination import Page, first_row, requested_page
from tests.web.conftest import Render

LINKS = "{% from 'macros/pagination.html' import pagination %}{{ pagination(page, 'start', q='a&b') }}"


@pytest.mark.parametrize(
    ("text", "number"),
    [("1", 1), ("7", 7), ("0", 1), ("-3", 1), ("x", 1), ("٣", 1), ("9" * 30, 1), ("10000", 10_000), ("99999", 10_000)],
)
def test_requested_page_is_a_number_in_bounds(text, number):
    assert requested_page({"page": text}) == number


def test_requested_page_is_the_first_when_none_is_named():
    assert requested_page({}) == 1


@pytest.mark.parametrize(
    ("number", "total", "numbers"),
    [
        (1, 0, [1]),
        (1, 10, [1]),
        (1, 11, [1, 2]),
        (1, 100, [1, 2, None, 10]),
        (5, 100, [1, None, 4, 5, 6, None, 10]),
        (3, 100, [1, 2, 3, 4, None, 10]),
        (10, 100, [1, None, 9, 10]),
    ],
)
def test_nearby_numbers_are_the_ends_and_the_neighbours(number, total, numbers):
    assert Page([], number, 10, total).nearby() == numbers


def test_page_knows_its_place():
    page = Page(list("abc"), 3, 10, 23)

    assert (page.first, page.last, page.pages, page.has_previous, page.has_next) == (21, 23, 3, True, False)
    assert first_row(3, 10) == 20


def test_empty_page_shows_nothing():
    page = Page[str]([], 1, 10, 0)

    assert (page.first, page.last, page.pages, page.has_next) == (0, 0, 1, False)


def test_links_keep_the_filters_and_name_the_current_page(render: Render):
    html = render(LINKS, page=Page(list(range(10)), 2, 10, 35))

    assert 'rel="prev" href="/?page=1&amp;q=a%26b"' in html
    assert 'href="/?page=2&amp;q=a%26b" aria-current="page"' in html
    assert "11–20 of 35" in html


def test_single_page_has_no_links(render: Render):
    assert render(LINKS, page=Page([1], 1, 10, 1)) == ""
