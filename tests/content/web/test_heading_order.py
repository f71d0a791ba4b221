"""Headings on pages with text follow each other whatever stands in the text, so that they can be walked by ear."""

import pytest

from tests.content.web.newsroom import Newsroom
from tests.pages.web.every_page import Markup

BODIES = (
    "### Contexte\n\nTexte.\n\n##### Détail\n\n# Appel",
    "###### 背景\n\n本文\n\n## 要請",
    "Ohne Überschrift.",
    "# نداء\n\n#### تفاصيل",
)


def faults(page: str) -> list[str]:
    markup = Markup()
    markup.feed(page)
    return markup.faults


@pytest.mark.parametrize("body", BODIES)
def test_no_page_with_text_skips_a_level(newsroom: Newsroom, body: str) -> None:
    path = newsroom.item()
    typed = newsroom.text(path, body=body)
    clash = newsroom.text(path, body=f"{body} ?")

    preview = newsroom.post("lead", f"{path}/words", **typed, preview="1").text
    saved = newsroom.post("lead", f"{path}/words", **typed)
    refused = newsroom.post("lead", f"{path}/words", **clash).text

    assert saved.status_code == 303
    assert faults(preview) == faults(refused) == []
    for address in (
        "",
        "?channel=written",
        "/words",
        "/activity",
        "/details",
        "/versions",
        "/versions?from=1&to=2",
        "/as/public",
    ):
        assert faults(newsroom.get("lead", path + address).text) == []
