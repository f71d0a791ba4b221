"""Which pages of a member leave in gzip: not those that show secrets, nor those that repeat what a stranger chose."""

import pytest

from tests.content.builders import LIFT
from tests.content.web.newsroom import Newsroom


def encoding(newsroom: Newsroom, path: str) -> str | None:
    answer = newsroom.clients["lead"].get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200, path
    return answer.headers.get("Content-Encoding")


@pytest.mark.parametrize("path", ["/", "/calendar", "/calendar?month=2027-07", "/content", "/feeds/new"])
def test_pages_without_a_secret_are_packed(newsroom: Newsroom, path: str) -> None:
    assert encoding(newsroom, path) == "gzip"


@pytest.mark.parametrize("path", ["/feeds", "/search?q=statement", "/calendar?topic=x", "/content?text=joint"])
def test_pages_with_an_address_or_with_text_from_outside_are_not(newsroom: Newsroom, path: str) -> None:
    assert encoding(newsroom, path) is None


def test_text_under_embargo_is_not(newsroom: Newsroom) -> None:
    embargoed, open_one = newsroom.item(embargo=LIFT), newsroom.item()

    pages = [
        embargoed,
        *(f"{embargoed}/{page}" for page in ("words", "edit", "cancel", "versions", "activity", "details")),
        "/content",
    ]

    assert {path: encoding(newsroom, path) for path in pages} == dict.fromkeys(pages)
    assert encoding(newsroom, open_one) == "gzip"
