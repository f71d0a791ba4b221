"""Who owes a response to sign-off requests past due, as coordinators read it: of shared items, and no title."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.queries.unanswered import SilentOrganisation, silent_organisations
from scheduler.db import AppSession
from tests.content.stage import DUE, ITEM_TEXT, SECRECY, Stage, build_stage
from tests.content.web.house import House

SHARED = Sharing(ShareScope.PARTICIPANTS)


@pytest.fixture
def stage(store: AppSession) -> Stage:
    made = build_stage(store)
    store.commit()
    return made


def rows(stage: Stage, who: str = "coordinator") -> list[SilentOrganisation]:
    late = stage.now + timedelta(days=(DUE - stage.now.date()).days + 2)
    return list(silent_organisations(stage.session, stage.viewer(who), late))


def test_requests_past_due_are_counted_by_organisation(stage: Stage) -> None:
    for sharing in (SHARED, Sharing(ShareScope.COALITION)):
        stage.ask(stage.item(sharing=sharing), stage.port, stage.kaagapay)
    stage.ask(stage.item(sharing=SHARED), stage.port, due=DUE - timedelta(days=3))

    found = [(row.organisation, row.count, row.since) for row in rows(stage)]

    assert found == [(stage.port.name, 3, DUE - timedelta(days=3)), (stage.kaagapay.name, 2, DUE)]
    assert rows(stage, "lead") == rows(stage, "far_lead") == []
    assert list(silent_organisations(stage.session, stage.viewer("coordinator"), stage.now)) == []


def test_who_has_responded_owes_nothing_whatever_the_answer(stage: Stage) -> None:
    item = stage.ask(stage.item(sharing=SHARED), stage.port, stage.kaagapay)
    stage.say(item, "port_lead", stage.port, "no", comment="The second figure is old.")

    assert [row.organisation for row in rows(stage)] == [stage.kaagapay.name]


def test_the_day_ends_where_the_organisation_is(stage: Stage) -> None:
    stage.ask(stage.item(sharing=SHARED), stage.kaagapay)
    evening = stage.now.replace(year=DUE.year, month=DUE.month, day=DUE.day, hour=17)

    # One in the morning of the next day in Manila.
    assert len(silent_organisations(stage.session, stage.viewer("coordinator"), evening)) == 1
    assert silent_organisations(stage.session, stage.viewer("coordinator"), evening - timedelta(hours=2)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"sharing": Sharing(ShareScope.OWN)},
        {"sharing": Sharing(ShareScope.PEOPLE)},
        {"sharing": SHARED, "secrecy": SECRECY},
        {"secrecy": SECRECY},
    ],
)
def test_what_is_kept_or_under_embargo_is_not_counted(stage: Stage, changes: dict[str, object]) -> None:
    stage.ask(stage.item(**changes), stage.port)  # type: ignore[arg-type]

    assert rows(stage) == []


def test_the_page_names_organisation_and_day_and_no_title(app: Flask, stage: Stage) -> None:
    item = stage.ask(stage.item(sharing=SHARED, text=replace(ITEM_TEXT, title="Kolme kysymystä")), stage.port)
    item.signoff_due_on = date(2027, 6, 1)
    stage.session.commit()
    page = House(app, stage).get("coordinator", "/overview").text

    section = page.split('id="no-response"')[1].split("</section>")[0]
    assert stage.port.name in section
    assert "1 request overdue" in section
    assert "Kolme" not in page
    # What is counted may well be what the coordinator reads.
    assert "whether or not you have access to it" in section
