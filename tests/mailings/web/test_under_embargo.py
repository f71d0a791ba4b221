"""Under embargo a message reaches the embargo group alone, its email quotes nothing, and no lift opens it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from scheduler.campaigns.models import Campaign
from tests.content.stage import SECRECY
from tests.mailings.web.desk import MessageDesk

SAFE = "Joint action in July"
LIFT = datetime(2027, 7, 30, 1, 0, tzinfo=UTC)
SAID = ("Last call", "Please post at 09:00.", "Break the chain", "Lantern Bay", "Old Port", "lead@")


@pytest.fixture
def secret(desk: MessageDesk) -> MessageDesk:
    """The campaign is under embargo; Old Port is in the embargo group, Kaagapay participates and is not."""
    stage = desk.house.stage
    for organisation in (stage.port, stage.kaagapay):
        assert desk.post("/organisations", organisation_id=str(organisation.id)).status_code == 303
    revision = stage.session.scalars(select(Campaign.revision)).one()
    stage.session.commit()
    values = {"audience": "coalition", "placeholder_title": SAFE, "revision": str(revision)}
    values |= {"embargo-day": "2027-07-30", "embargo-time": "09:00", "embargo-zone": "Asia/Manila"}
    answer = desk.post("/audience", **values, embargo_group_organisations=[str(stage.port.id)], reveals_nothing="y")
    assert answer.status_code == 303, answer.text
    return desk


def test_it_reaches_the_embargo_group_alone_and_quotes_nothing(secret: MessageDesk) -> None:
    page = secret.preview(group=["participants"], with_replies="y").text
    assert "1 person gets it" in page
    assert "Otto Port" in page
    assert "Kai Kaagapay" not in page
    message = secret.sent(group=["participants"], with_replies="y")

    assert secret.notified() == ["port_lead"]
    letter = secret.letter("port_lead")
    assert letter.subject == f"New message: {SAFE}"
    assert "Lena Lead wrote to you. Log in to read the message." in letter.text
    assert message in letter.text
    assert letter.reply_to is None
    # The reader's own name and organisation stand nowhere in it either.
    for part in SAID:
        assert part not in letter.text + letter.html
    assert "Please post at 09:00." in secret.house.get("port_lead", message).text
    statuses = secret.house.statuses(message)
    assert {who for who, status in statuses.items() if status == 200} == {"lead", "port_lead"}
    assert statuses["coordinator"] == statuses["manila_lead"] == 404
    assert secret.house.get("coordinator", f"{secret.campaign}/messages/new").status_code == 404


def test_what_was_written_under_embargo_stays_with_those_who_could_read_it(secret: MessageDesk) -> None:
    message = secret.sent(group=["participants"])
    secret.lift(LIFT)

    assert "Please post at 09:00." in secret.letter("port_lead").text
    statuses = secret.house.statuses(message)
    assert statuses["port_lead"] == statuses["lead"] == 200
    # They head the campaign and see it now, but could not read it then.
    assert statuses["coordinator"] == 404
    assert message not in secret.house.get("coordinator", f"{secret.campaign}/activity").text


def test_what_is_written_about_content_under_embargo_is_not_for_all_who_head_its_campaign(desk: MessageDesk) -> None:
    """The coordinator may write to those concerned by the campaign, and may not read this item of it."""
    desk.item("Secret", secrecy=SECRECY, state="in_review")
    message = desk.sent(subject="The report on Old Port")

    assert desk.house.get("owner", message).status_code == 200
    assert desk.house.get("coordinator", f"{desk.campaign}/messages/new").status_code == 200
    assert desk.house.get("coordinator", message).status_code == 404
    assert "The report on Old Port" not in desk.house.get("coordinator", f"{desk.campaign}/activity").text
