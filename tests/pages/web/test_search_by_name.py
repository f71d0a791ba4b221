"""The search finds bills and facts for members, and for nobody else."""

import pytest
from flask import Flask

from tests.coalition import Town
from tests.facts.web.test_pages import SAID
from tests.facts.web.test_pages import add as add_fact
from tests.legislation.web.test_pages import add as add_bill


@pytest.mark.parametrize(
    ("who", "seen"), [("member", True), ("other_lead", True), ("visitor", False), ("loner", False)]
)
def test_members_find_bills_and_facts(app: Flask, town: Town, who: str, seen: bool) -> None:
    editor = town.client(app, "editor")
    add_bill(editor)
    fact = str(add_fact(town, editor).location)
    client = town.client(app, who)

    bills, facts = client.get("/search?q=routes+act").text, client.get("/search?q=MODERN+slavery").text

    assert ("H.R. 1234" in bills, SAID in facts, f'href="{fact}"' in facts) == (seen, seen, seen)
    assert "Nothing found" in client.get("/search?q=no+such+thing").text
    if not seen:
        assert "Nothing found" in bills
        assert "Bills" not in bills.partition("<main")[2]


def test_a_filter_of_the_calendar_leaves_them_out(app: Flask, town: Town) -> None:
    editor = town.client(app, "editor")
    add_bill(editor)

    assert "H.R. 1234" in editor.get("/search?q=routes").text
    assert "H.R. 1234" not in editor.get("/search?q=routes&kind=event").text
