"""Published copy that news of a bill or a fact may have made wrong: a correction is proposed, with its note."""

import re
import uuid
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest

from scheduler.content.domain.workflow import State
from scheduler.content.models import Item
from scheduler.content.services.fact_links import FactLinkDraft, link_fact
from scheduler.legislation.domain.milestones import MilestoneKind
from scheduler.legislation.models import Bill, BillMilestone
from scheduler.legislation.services.bills import BillDraft, find_or_create
from scheduler.legislation.services.milestones import MilestoneDraft, add_milestone, take_back
from tests.content.facts import PASSAGE, change, new_fact, use
from tests.content.stage import ITEM_TEXT, Stage
from tests.content.web.house import House

OFFER = "Issue a correction</a>"
BODY = "Children are sold.\n\n**H.R. 2732** waits in the Senate. We ask for a vote."


def new_bill(house: House) -> Bill:
    # Before what the pages take for now.
    house.stage.now -= timedelta(days=2)
    draft = BillDraft("US Congress", "H.R. 2732", "Safe Routes Act")
    return find_or_create(house.stage.session, draft, actor_id=None, now=house.stage.now)


def cite(house: House, bill: Bill) -> str:
    text = replace(ITEM_TEXT, body=BODY)
    return house.make(lambda stage: stage.item(bills=frozenset({bill.id}), text=text))


def publish(house: House, path: str) -> str:
    item = house.item(path)
    item.state, item.published_at = State.PUBLISHED, house.stage.now
    house.stage.session.commit()
    return path


def vote(house: House, bill: Bill) -> BillMilestone:
    stage, source = house.stage, "https://congress.example/votes/7"
    stage.now += timedelta(hours=1)
    draft = MilestoneDraft(
        kind=MilestoneKind.FLOOR_VOTE, day=date(2027, 6, 30), votes_for=91, votes_against=3, source_url=source
    )
    context = stage.context("far_lead")
    row = add_milestone(stage.session, bill, draft, form_id=str(uuid.uuid4()), context=context)
    stage.session.commit()
    return row


def note(page: str) -> str:
    found = re.search(r'<input[^>]*\bname="note"[^>]*>', page)
    assert found is not None
    value = re.search(r'\bvalue="([^"]*)"', found[0])
    return unescape(value[1]) if value else ""


def test_a_correction_is_proposed_to_who_may_make_it(house: House) -> None:
    bill = new_bill(house)
    path = publish(house, cite(house, bill))
    vote(house, bill)

    assert OFFER in house.read("owner", path).partition('id="check-copy"')[2].partition("</section>")[0]
    assert OFFER not in house.read("port_lead", path)
    form = house.read("owner", f"{path}/correct?news=1")
    assert note(form) == "Corrected: H.R. 2732: Floor vote 91–3, Wednesday 30 June 2027"
    assert "H.R. 2732 waits in the Senate." in form.partition('id="check-copy"')[2].partition("</section>")[0]


def test_copy_that_is_not_out_yet_is_edited_instead(house: House) -> None:
    bill = new_bill(house)
    path = cite(house, bill)
    vote(house, bill)

    assert OFFER not in house.read("owner", path)


def test_whoever_comes_to_correct_something_else_writes_the_note(house: House) -> None:
    bill = new_bill(house)
    path = publish(house, cite(house, bill))
    vote(house, bill)

    assert note(house.read("owner", f"{path}/correct")) == ""


def test_without_news_the_note_is_empty(house: House) -> None:
    path = publish(house, cite(house, new_bill(house)))
    form = house.read("owner", f"{path}/correct?news=1")

    assert note(form) == ""
    assert 'id="check-copy"' not in form


def test_what_was_typed_stays_when_the_form_comes_back(house: House) -> None:
    bill = new_bill(house)
    path = publish(house, cite(house, bill))
    vote(house, bill)
    page = house.post("owner", f"{path}/correct", title="", body=BODY, note="The Senate has voted.").text

    assert note(page) == "The Senate has voted."
    assert 'id="check-copy"' in page


def test_a_retracted_milestone_is_named_as_what_is_not_so(house: House) -> None:
    bill = new_bill(house)
    row = vote(house, bill)
    house.stage.now += timedelta(hours=1)
    path = publish(house, cite(house, bill))
    house.stage.now += timedelta(hours=1)
    take_back(
        house.stage.session, row, "A typing error", revision=row.revision, context=house.stage.context("far_lead")
    )
    house.stage.session.commit()

    proposed = note(house.read("owner", f"{path}/correct?news=1"))
    assert proposed == "Corrected: H.R. 2732: not “Floor vote 91–3, Wednesday 30 June 2027”"


def test_a_fact_that_changed_is_named_with_its_source(house: House) -> None:
    house.stage.now -= timedelta(days=2)
    fact = new_fact(house.stage)
    path = publish(house, house.make(lambda stage: use(stage, fact)))
    change(house.stage, fact, statement="60 million people live in modern slavery", source_date="2026")
    house.stage.session.commit()

    form = house.read("owner", f"{path}/correct?news=1")
    assert note(form) == "Corrected: 60 million people live in modern slavery (ILO, 2026)"
    assert PASSAGE in form.partition('id="check-copy"')[2].partition("</section>")[0]


@pytest.mark.parametrize(("length", "cut"), [(260, False), (300, True)])
def test_the_note_fits_its_field(house: House, length: int, cut: bool) -> None:
    house.stage.now -= timedelta(days=2)
    facts = [new_fact(house.stage, statement=PASSAGE), new_fact(house.stage, statement="We ask")]

    def both(stage: Stage) -> Item:
        made = use(stage, facts[0])
        link_fact(
            stage.session,
            made,
            FactLinkDraft(facts[1].id, "We ask"),
            by=stage.by("editor", made),
            context=stage.context("editor"),
        )
        return made

    path = publish(house, house.make(both))
    long = ("word " * 60)[: length - 1].strip()
    for fact in facts:
        change(house.stage, fact, statement=long)
    house.stage.session.commit()

    proposed = note(house.read("owner", f"{path}/correct?news=1"))
    assert len(proposed) <= 300
    assert proposed.count("word") == long.count("word") or cut
    assert proposed.endswith("…") is cut


def test_a_fact_that_stands_in_several_places_is_named_once(house: House) -> None:
    house.stage.now -= timedelta(days=2)
    fact = new_fact(house.stage)

    def twice(stage: Stage) -> Item:
        made = use(stage, fact)
        draft = FactLinkDraft(fact.id, "We ask")
        link_fact(stage.session, made, draft, by=stage.by("editor", made), context=stage.context("editor"))
        return made

    path = publish(house, house.make(twice))
    change(house.stage, fact, statement="60 million people live in modern slavery")
    house.stage.session.commit()

    form = house.read("owner", f"{path}/correct?news=1")
    assert note(form) == "Corrected: 60 million people live in modern slavery (ILO, 2022)"


def test_a_fact_in_a_script_without_spaces_is_cut_between_characters(house: House) -> None:
    house.stage.now -= timedelta(days=2)
    fact = new_fact(house.stage)
    path = publish(house, house.make(lambda stage: use(stage, fact)))
    change(house.stage, fact, statement="กี่" * 100)
    house.stage.session.commit()

    proposed = note(house.read("owner", f"{path}/correct?news=1"))
    assert proposed == f"Corrected: {'กี่' * 96}…"
