"""Templates lead to the page of an item that has the part they name, without a script that forwards."""

import re

from scheduler.content.domain.item_parts import ItemTab, tab_of
from tests.repo.tree import ROOT

_TO_COPY = re.compile(r"url_for\('content\.show'[^)]*_anchor='([a-z-]+)'")
# Both pages have it: below the copy is the form, with what is open.
_ON_BOTH = {"comments"}


def test_no_link_to_the_copy_names_a_part_of_another_page() -> None:
    named = {
        (path.name, part)
        for path in (ROOT / "templates").rglob("*.html")
        for part in _TO_COPY.findall(path.read_text(encoding="utf-8"))
    }
    assert ("remove_signatory.html", "sign-off") in named
    assert {(name, part) for name, part in named if tab_of(part) is not ItemTab.COPY and part not in _ON_BOTH} == set()
