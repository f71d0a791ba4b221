"""On which page of an item its parts are."""

import pytest

from scheduler.content.domain.item_parts import ItemTab, item_path, tab_of


@pytest.mark.parametrize(
    ("part", "tab"),
    [
        ("", ItemTab.COPY),
        ("sign-off", ItemTab.COPY),
        ("embargo", ItemTab.DETAILS),
        ("check-copy", ItemTab.COPY),
        ("check-pictures", ItemTab.DETAILS),
        ("picture-ab_1-", ItemTab.DETAILS),
        ("sent", ItemTab.DETAILS),
        ("comments", ItemTab.ACTIVITY),
        ("suggestion-x", ItemTab.ACTIVITY),
        ("versions", ItemTab.VERSIONS),
        ("made-up", ItemTab.COPY),
    ],
)
def test_each_part_is_on_one_page(part: str, tab: ItemTab) -> None:
    assert tab_of(part) is tab


def test_addresses_lead_to_the_part() -> None:
    assert item_path("x1") == "/content/x1"
    assert item_path("x1", "sign-off") == "/content/x1#sign-off"
    assert item_path("x1", "sent") == "/content/x1/details#sent"
    assert item_path("x1", "comment-c9") == "/content/x1/activity?comment=c9#comment-c9"
