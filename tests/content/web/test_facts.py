"""An item's page shows the facts that its copy uses, says when one is stale, and lets whoever writes it link them."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.workflow import State
from scheduler.content.models import Item, ItemFact
from scheduler.facts.models import Fact
from scheduler.facts.services.facts import retire_fact
from tests.content.facts import BODY, PASSAGE, change, new_fact, use
from tests.content.stage import ITEM_TEXT, SECRECY
from tests.content.web.house import EVERYBODY, VISITOR, House

NEWS = "Check the copy: a fact that it uses has changed or expired"
MAY = {"owner", "lead", "editor"}


@pytest.fixture
def fact(house: House) -> Fact:
    # Before what the pages take for now.
    house.stage.now -= timedelta(days=2)
    row = new_fact(house.stage)
    house.stage.session.commit()
    return row


def using(house: House, fact: Fact, **changes: object) -> str:
    return house.make(lambda stage: use(stage, fact, **changes))


def revise(house: House, fact: Fact, **changes: Any) -> None:
    change(house.stage, fact, **changes)
    house.stage.session.commit()


def links(house: House) -> list[ItemFact]:
    rows = list(house.stage.session.scalars(select(ItemFact), execution_options={"populate_existing": True}))
    house.stage.session.commit()
    return rows


def hidden(page: str, name: str) -> str:
    section = page.partition('id="check-copy"')[2]
    found = re.search(rf'name="{name}" value="([^"]*)"', section)
    assert found is not None
    return found[1]


def section(page: str) -> str:
    return page.partition('id="check-copy"')[2].partition("</section>")[0]


def test_the_page_lists_facts_with_passage_and_source(house: House, fact: Fact) -> None:
    path = using(house, fact)
    page = house.read("port_lead", path).partition('id="facts"')[2].partition("</section>")[0]

    assert f'href="/facts/{fact.id}"' in page
    assert "ILO, 2022" in page
    assert f'<q dir="auto">{PASSAGE}</q>' in page
    assert "no longer in the copy" not in page
    assert "Unlink" not in page
    assert "Unlink" in house.read("owner", path)


def test_a_passage_that_went_is_said_to_be_gone(house: House, fact: Fact) -> None:
    path = using(house, fact)
    house.write(path, "Children are sold. 60 million people live in modern slavery.")
    assert "This passage is no longer in the copy." in house.read("owner", path)
    house.write(path, f"{PASSAGE} here. And {PASSAGE} there.")
    assert "This passage is in the copy more than once." in house.read("owner", path)
    house.write(path, f"All new around it:\n{PASSAGE}!")
    page = house.read("owner", path)
    assert "This passage" not in page


def test_who_writes_the_copy_links_and_unlinks_and_nobody_else(house: House, fact: Fact) -> None:
    path = house.make(lambda stage: stage.item(text=replace(ITEM_TEXT, body=BODY)))
    typed = {"fact_id": str(fact.id), "passage": PASSAGE, "part": ""}
    asked = house.statuses(f"{path}/facts/link")
    sent = house.statuses(f"{path}/facts/link", "POST", **typed)

    assert PASSAGE in house.get("owner", f"{path}/facts/link").text
    assert asked == dict.fromkeys(EVERYBODY, 403) | {VISITOR: 302} | dict.fromkeys(MAY, 200)
    assert sent == dict.fromkeys(EVERYBODY, 403) | {VISITOR: 401} | dict.fromkeys(MAY, 303)
    (link,) = links(house)
    unlinked = house.statuses(f"{path}/facts/{link.address}/unlink", "POST")
    assert unlinked == dict.fromkeys(EVERYBODY, 403) | {VISITOR: 302} | dict.fromkeys(MAY, 303)
    assert links(house) == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"passage": ""}, "Required."),
        ({"passage": "x" * 10_000}, "passage-error"),
        ({"passage": "60 million"}, "The copy does not have this."),
        ({"passage": "<script>"}, "The copy does not have this."),
        ({"fact_id": "0"}, "Choose a fact."),
        ({"fact_id": "99"}, "fact_id-error"),
        ({"fact_id": "x"}, "fact_id-error"),
        ({"part": "nowhere"}, "part-error"),
        ({"passage": "sold"}, "The copy has this more than once."),
    ],
)
def test_bad_input_is_refused_beside_its_field_and_kept(
    house: House, fact: Fact, wrong: dict[str, str], message: str
) -> None:
    path = house.make(lambda stage: stage.item(text=replace(ITEM_TEXT, body=f"{BODY} Nobody is sold.")))
    typed = {"fact_id": str(fact.id), "passage": PASSAGE, "part": "body"} | wrong

    answer = house.post("owner", f"{path}/facts/link", **typed)

    assert answer.status_code == 422
    assert message in answer.text
    assert PASSAGE in answer.text or "passage" in wrong
    assert links(house) == []


def test_a_retired_fact_is_not_offered(house: House, fact: Fact) -> None:
    path = house.make(lambda stage: stage.item(text=replace(ITEM_TEXT, body=BODY)))
    retire_fact(house.stage.session, fact, "Old", revision=1, context=house.stage.context("far_lead"))
    house.stage.session.commit()
    assert f'<option value="{fact.id}"' not in house.get("owner", f"{path}/facts/link").text
    assert house.post("owner", f"{path}/facts/link", fact_id=str(fact.id), passage=PASSAGE).status_code == 422


def test_a_changed_fact_is_said_with_its_sentence_until_somebody_who_writes_it_confirms(
    house: House, fact: Fact
) -> None:
    path = using(house, fact)
    assert NEWS not in house.read("owner", path)
    revise(house, fact, statement="60 million people live in modern slavery")

    page = house.read("owner", path)
    assert NEWS in page
    assert f'<q dir="auto">{PASSAGE}, says the ILO.</q>' in section(page)
    assert "60 million people live in modern slavery" in section(page)
    assert "The copy is right" not in house.read("port_lead", path)
    assert NEWS in house.read("port_lead", path)

    typed = {name: hidden(page, name) for name in ("until", "today")}
    statuses = house.statuses(f"{path}/copy-checked", "POST", **typed)
    assert statuses == dict.fromkeys(EVERYBODY, 403) | {VISITOR: 302} | dict.fromkeys(MAY, 303)
    page = house.read("owner", path)
    assert NEWS not in page
    assert "confirmed that it agrees with its bills and facts" in page


def test_a_retired_fact_is_said_with_its_reason(house: House, fact: Fact) -> None:
    path = using(house, fact)
    house.stage.now += timedelta(hours=1)
    retire_fact(house.stage.session, fact, "It <was> wrong", revision=1, context=house.stage.context("far_lead"))
    house.stage.session.commit()
    assert "It &lt;was&gt; wrong" in section(house.read("owner", path))


def test_a_last_day_that_has_passed_is_said_without_any_job(house: House, fact: Fact) -> None:
    path = using(house, fact)
    revise(house, fact, true_until=date(2027, 7, 1))
    assert NEWS not in house.read("owner", path)
    revise(house, fact, true_until=date(2027, 6, 28))

    page = house.read("owner", path)
    assert "it was true until" in section(page)
    house.post("owner", f"{path}/copy-checked", until=hidden(page, "until"), today=hidden(page, "today"))
    assert NEWS not in house.read("owner", path)


def test_what_was_changed_meanwhile_is_not_confirmed_along(house: House, fact: Fact) -> None:
    path = using(house, fact)
    revise(house, fact, source_name="UN")
    page = house.read("owner", path)
    revise(house, fact, source_name="IOM")

    house.post("owner", f"{path}/copy-checked", until=hidden(page, "until"), today="")

    assert NEWS in house.read("owner", path)


def test_published_copy_is_to_be_corrected_and_visitors_see_nothing_of_it(house: House, fact: Fact) -> None:
    path = using(house, fact)
    item = house.item(path)
    item.state, item.published_at = State.PUBLISHED, house.stage.now
    house.stage.session.commit()
    revise(house, fact, source_name="UN")

    assert "It is published. If something is wrong" in section(house.read("owner", path))
    visited = house.read(VISITOR, path)
    assert NEWS not in visited
    assert f"/facts/{fact.id}" not in visited


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.CANCELLED])
def test_what_nobody_will_read_any_more_needs_no_check(house: House, fact: Fact, state: State) -> None:
    path = using(house, fact)
    house.item(path).state = state
    house.stage.session.commit()
    revise(house, fact, source_name="UN")
    assert NEWS not in house.read("owner", path)


def test_nobody_else_learns_of_it_under_embargo(house: House, fact: Fact) -> None:
    path = using(house, fact, secrecy=SECRECY)
    revise(house, fact, source_name="UN")
    (link,) = links(house)
    for who in ("far_lead", "coordinator"):
        assert PASSAGE not in house.read(who, path)
        for rest in ("copy-checked", "facts/link", f"facts/{link.address}/unlink"):
            assert house.post(who, f"{path}/{rest}").status_code == 403
    assert len(links(house)) == 1


def test_each_item_that_uses_it_stands_on_the_page_of_the_fact_for_those_who_may_read_it(
    house: House, fact: Fact
) -> None:
    title = ItemText(title="Open post", body=BODY)
    path = using(house, fact, text=title)
    before = {who: house.get(who, f"/facts/{fact.id}").text for who in ("far_lead", "coordinator")}
    secret = using(house, fact, text=replace(title, title="Secret post"), secrecy=SECRECY)

    assert all(path in page for page in before.values())
    assert secret in house.get("owner", f"/facts/{fact.id}").text
    for who, page in before.items():
        now = house.get(who, f"/facts/{fact.id}").text
        assert now.partition("<main")[2].partition("</main>")[0] == page.partition("<main")[2].partition("</main>")[0]
    packed = house.client("owner").get(f"/facts/{fact.id}", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in packed.headers


def test_an_item_that_uses_a_fact_twice_is_listed_once(house: House, fact: Fact) -> None:
    body = f"{BODY} Again: fifty million."
    path = using(house, fact, text=ItemText(title="Twice", body=body))
    house.post("owner", f"{path}/facts/link", fact_id=str(fact.id), passage="fifty million")
    assert len(links(house)) == 2
    assert house.get("owner", f"/facts/{fact.id}").text.count(f'href="{path}"') == 1
    assert isinstance(house.item(path), Item)
