"""Leads, the steward and coordinators write to those concerned by a date: as of a campaign, by what they may read."""

import re
import uuid
from datetime import date

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from scheduler.agenda.services.follows import follow
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.campaigns.models import Campaign
from scheduler.mailings.models import Mailing
from scheduler.observances.models import Edition, Observance
from scheduler.observances.services.calendar_entries import publish_editions, series_of
from scheduler.outbox.rendering import Letter
from tests.content.stage import SECRECY
from tests.mailings.web.desk import TYPED, MessageDesk, fingerprint
from tests.page_texts import main_of

DAY = date(2027, 7, 30)
KIND = NotificationKind.EDITION_MESSAGE
PAGE = "/observances/day-of-the-count/2027/messages/new"


@pytest.fixture
def dated(desk: MessageDesk) -> MessageDesk:
    """The campaign of the desk is around a date of the Day of the Count, which Fay of Far Hills follows."""
    stage = desk.house.stage
    row = Observance(slug="day-of-the-count", name="Day of the Count", scope="international", registered_at=stage.now)
    row.rule_kind, row.rule_params, row.created_at = "announced", {}, stage.now
    stage.session.add(row)
    stage.session.flush()
    editions = [
        Edition(observance_id=row.id, period="2027", rule_starts_on=DAY, rule_ends_on=DAY),
        Edition(observance_id=row.id, period="2028"),
    ]
    stage.session.add_all(editions)
    stage.session.flush()
    publish_editions(stage.session, editions, stage.context("coordinator"))
    stage.session.scalars(select(Campaign)).one().edition_id = editions[0].id
    for who in ("far_lead", "member"):
        follow(stage.session, stage.id(who), series_of(row), stage.now)
    stage.session.commit()
    return desk


def preview(desk: MessageDesk, who: str = "lead", **changes: object) -> TestResponse:
    return desk.house.post(who, PAGE, **(TYPED | changes))


def send(desk: MessageDesk, who: str = "lead", **changes: object) -> str:
    shown = fingerprint(preview(desk, who, **changes))
    answer = preview(desk, who, **changes, shown=shown, send="1")
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def test_leads_and_coordinators_write_and_nobody_else(dated: MessageDesk) -> None:
    for method in ("GET", "POST"):
        statuses = dated.house.statuses(PAGE, method)
        writers = {who for who, status in statuses.items() if status in {200, 422}}
        assert writers == {"lead", "port_lead", "manila_lead", "far_lead", "coordinator"}
        assert statuses["visitor"] == 302
        assert {statuses[who] for who in ("owner", "editor", "member", "port_editor")} == {403}
    page = "/observances/day-of-the-count"
    assert PAGE in dated.house.get("lead", page).text
    assert PAGE not in dated.house.get("editor", page).text + dated.house.get("visitor", page).text
    # Its date is not known, so nobody posts on it.
    assert dated.house.get("lead", PAGE.replace("2027", "2028")).status_code == 404


def test_owners_of_the_day_leads_of_participants_and_those_who_follow_it_get_it_once(dated: MessageDesk) -> None:
    dated.of_port()
    dated.of_port("Of another campaign", campaign_id=None)
    dated.of_port("Later", owner_id=dated.house.stage.id("owner"), when=None)
    groups = ["owners", "participants", "followers"]
    page = preview(dated, "port_lead", group=groups).text
    message = send(dated, "port_lead", group=groups)

    assert "3 people get it" in page
    assert "Fay Far (Far Hills)" in page
    # Mo follows it, too, but leads nothing.
    assert "Mo Member" not in page
    assert dated.notified(KIND) == ["far_lead", "lead", "port_editor"]
    letter = dated.mail("port_editor", KIND)
    assert isinstance(letter, Letter)
    assert letter.subject == "Otto Port (Old Port): Last call"
    assert "Otto Port (Old Port) wrote to those concerned by “Day of the Count”." in letter.text
    assert "> Please post at 09:00." in letter.text
    statuses = dated.house.statuses(message)
    assert {who for who, status in statuses.items() if status == 200} == {
        "port_lead",
        "port_editor",
        "far_lead",
        "lead",
    }
    assert statuses["coordinator"] == statuses["editor"] == 404
    assert message in dated.house.get("port_editor", "/observances/day-of-the-count").text
    assert message not in dated.house.get("coordinator", "/observances/day-of-the-count").text
    assert "Fay Far" not in dated.house.get("port_editor", message).text


def test_nobody_is_concerned_by_what_the_sender_may_not_read(dated: MessageDesk) -> None:
    dated.item("Secret", secrecy=SECRECY, state="in_review")
    groups = ["owners", "unsigned"]

    assert "Oda Owner" in preview(dated, "lead", group=groups).text
    for who in ("coordinator", "far_lead"):
        page = preview(dated, who, group=groups)
        assert page.status_code == 422
        assert "Oda Owner" not in page.text
        assert "published on the day (0)" in page.text


def test_the_email_log_names_nobody_it_was_sent_to(dated: MessageDesk) -> None:
    """The lead reads what is under embargo, the coordinator may not: whom it went to would say who has it in hand."""
    dated.item("Secret", secrecy=SECRECY, state="in_review")
    pages = ("/delivery", "/delivery?stream=notice")
    before = [main_of(dated.house.get("coordinator", page).text) for page in pages]
    send(dated)
    dated.sent()

    assert dated.notified(KIND) == dated.notified() == ["owner"]
    assert [main_of(dated.house.get("coordinator", page).text) for page in pages] == before


def test_it_is_sent_once_and_only_as_it_was_shown(dated: MessageDesk) -> None:
    dated.of_port()
    shown, form_id = fingerprint(preview(dated)), str(uuid.uuid4())
    reworded = preview(dated, subject="Another", shown=shown, send="1")
    sent = [preview(dated, shown=shown, send="1", form_id=form_id) for _ in range(2)]

    assert reworded.status_code == 409
    assert {one.headers["Location"] for one in sent} == {sent[0].headers["Location"]}
    assert len(dated.messages()) == 1
    assert dated.notified(KIND) == ["port_editor"]


@pytest.mark.parametrize("left", ["retired", "unregistered"])
def test_a_message_is_read_when_its_date_is_no_longer_in_the_plan(dated: MessageDesk, left: str) -> None:
    dated.of_port()
    message, session = send(dated), dated.house.stage.session
    edition = session.scalars(select(Edition).where(Edition.period == "2027")).one()
    if left == "retired":
        edition.retired_at = dated.house.stage.now
    else:
        edition.observance.registered_at = None
    session.commit()

    statuses = dated.house.statuses(message)
    assert {who for who, status in statuses.items() if status == 200} == {"lead", "port_editor"}
    assert statuses["coordinator"] == statuses["far_lead"] == 404
    assert statuses["visitor"] == 302
    if left == "retired":
        assert message in dated.house.get("port_editor", "/observances/day-of-the-count").text
    assert dated.house.get("lead", message.replace("2027", "2028")).status_code == 404


def test_the_page_of_the_observance_leads_to_all_of_them(dated: MessageDesk) -> None:
    stage, page = dated.house.stage, "/observances/day-of-the-count"
    edition_id = stage.session.scalars(select(Edition.id).where(Edition.period == "2027")).one()
    said = {"edition_id": edition_id, "groups": [], "text": "Now", "with_replies": False, "recipients": 1}
    said |= {"sender_id": stage.id("lead"), "sent_at": stage.now}
    stage.session.add_all(Mailing(subject=f"Call {number:02}", **said) for number in range(12))
    stage.session.commit()

    def shown(who: str, address: str) -> list[str]:
        return re.findall(r"Call \d\d", dated.house.get(who, address).text)

    assert shown("lead", page) == [f"Call {number:02}" for number in range(11, 1, -1)]
    rest = f"{page}?all=messages"
    assert f'href="{rest}#messages"' in dated.house.get("lead", page).text
    assert len(shown("lead", rest)) == 12
    assert f'href="{rest}' not in dated.house.get("lead", rest).text
    assert shown("coordinator", rest) == []
