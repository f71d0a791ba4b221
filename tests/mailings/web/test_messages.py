"""Whoever heads a campaign writes to those concerned: seen first, sent once, to nobody who may not know of it."""

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from scheduler.agenda.services.notifications import NotificationKind
from scheduler.mailings.domain.limits import MOST_MAILINGS
from scheduler.outbox.gathering import put_into_digests
from scheduler.outbox.models import DIGEST, Message
from scheduler.outbox.rendering import Letter, NotSent
from tests.content.stage import SECRECY
from tests.mailings.web.desk import MessageDesk, fingerprint
from tests.written import answer_of, together

HEADS = {"lead", "coordinator"}


def test_heads_of_the_campaign_write_and_nobody_else(desk: MessageDesk) -> None:
    path = f"{desk.campaign}/messages/new"
    for method in ("GET", "POST"):
        statuses = desk.house.statuses(path, method)
        assert {who for who, status in statuses.items() if status in {200, 422}} == HEADS
        assert statuses["visitor"] == 302
        assert {statuses[who] for who in ("member", "editor", "port_lead", "far_lead")} == {403}
    for who, is_offered in (("lead", True), ("editor", False)):
        for tab in ("people", "activity"):
            assert ("/messages/new" in desk.house.get(who, f"{desk.campaign}/{tab}").text) is is_offered


def test_the_preview_names_everybody_and_shows_the_email_and_sends_nothing(desk: MessageDesk) -> None:
    desk.item("Ours")
    desk.of_port()
    page = desk.preview(group=["owners", "participants"], with_replies="y")

    assert page.status_code == 200
    for text in (
        "2 people get it",
        "Send to 2 people",
        "Oda Owner (Lantern Bay)",
        "Pia Port (Old Port)",
        "Lena Lead (Lantern Bay): Last call",
        "Lena Lead (Lantern Bay) wrote to those concerned by the campaign “Break the chain”.",
        "Please post at 09:00.",
        desk.house.stage.people["lead"].email,
    ):
        assert text in page.text
    assert "Kai Kaagapay" not in page.text
    assert desk.messages() == []
    assert desk.notified() == []


def test_what_was_previewed_is_sent_once(desk: MessageDesk) -> None:
    desk.of_port()
    shown = fingerprint(desk.preview())
    typed = {"shown": shown, "send": "1", "form_id": str(uuid.uuid4())}
    first, second = desk.preview(**typed), desk.preview(**typed)

    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    assert len(desk.messages()) == 1
    assert desk.notified() == ["port_editor"]
    letter = desk.letter("port_editor")
    assert letter.subject == "Lena Lead (Lantern Bay): Last call"
    assert "> Please post at 09:00." in letter.text
    assert letter.unsubscribe_url
    assert letter.reply_to is None
    assert "sent a message to those concerned" in desk.house.get("port_lead", f"{desk.campaign}/activity").text


def test_nothing_is_sent_that_is_not_what_was_shown(desk: MessageDesk) -> None:
    desk.of_port()
    shown = fingerprint(desk.preview())
    reworded = desk.preview(subject="Another", shown=shown, send="1")
    desk.item("Ours")
    more = desk.preview(shown=shown, send="1")

    assert reworded.status_code == more.status_code == 409
    assert "Nothing was sent" in reworded.text
    assert "Oda Owner" in more.text
    assert desk.messages() == []
    assert desk.preview(shown=fingerprint(more), send="1").status_code == 303
    assert desk.notified() == ["owner", "port_editor"]


def test_replies_go_to_the_sender_who_wants_them(desk: MessageDesk) -> None:
    desk.of_port()
    desk.sent(with_replies="y")

    letter, address = desk.letter("port_editor"), desk.house.stage.people["lead"].email
    assert letter.reply_to == address
    assert f"Reply to: {address}" in letter.text


def test_a_preview_reads_no_message_of_before(desk: MessageDesk) -> None:
    desk.of_port()
    desk.sent()
    read: set[str] = set()

    def note(message: Message, _context: object) -> None:
        read.add(message.dedup_key)

    desk.clock.moment += timedelta(minutes=1)
    event.listen(Message, "load", note)
    try:
        assert "As Pia Port (Old Port) gets it" in desk.preview().text
    finally:
        event.remove(Message, "load", note)
    assert len(read) == 1


def test_signers_are_written_to_while_their_sign_off_is_open(desk: MessageDesk) -> None:
    path = desk.item("Joint", state="draft")
    stage = desk.house.stage
    stage.ask(desk.house.item(path), stage.port)
    stage.session.commit()
    assert "Otto Port" in desk.preview(group=["unsigned"]).text
    desk.sent(group=["unsigned"])

    assert "port_lead" in desk.notified()
    assert "manila_lead" not in desk.notified()


@pytest.mark.parametrize(("who", "is_concerned"), [("lead", True), ("coordinator", False)])
def test_nobody_is_concerned_by_what_the_sender_may_not_read(
    desk: MessageDesk, who: str, *, is_concerned: bool
) -> None:
    desk.item("Secret", secrecy=SECRECY, state="in_review")
    page = desk.preview(who)

    assert ("Oda Owner" in page.text) is is_concerned
    assert (page.status_code == 200) is is_concerned
    assert ("published on the day (1)" in page.text) is is_concerned


def test_whoever_may_not_read_it_when_it_leaves_gets_nothing(desk: MessageDesk) -> None:
    desk.of_port()
    desk.sent()
    stage = desk.house.stage
    for membership in stage.people["port_editor"].memberships:
        membership.ended_at = stage.now
    stage.session.commit()

    assert desk.mail("port_editor") == NotSent("no_member")


def test_a_message_is_opened_by_its_sender_and_those_who_got_it(desk: MessageDesk) -> None:
    desk.of_port()
    page = desk.sent()
    statuses = desk.house.statuses(page)

    assert {who for who, status in statuses.items() if status == 200} == {"lead", "port_editor"}
    assert {statuses[who] for who in ("coordinator", "editor", "port_lead", "far_lead")} == {404}
    # Nor does its length say whom it names.
    packed = desk.house.client("lead").get(page, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in packed.headers
    # Recipients may not read all that makes somebody concerned.
    assert "Pia Port" in desk.house.get("lead", page).text
    assert "Sent to" not in desk.house.get("port_editor", page).text
    assert "1 person" not in desk.house.get("port_editor", page).text
    assert page in desk.house.get("port_editor", f"{desk.campaign}/activity").text
    assert page not in desk.house.get("port_lead", f"{desk.campaign}/activity").text


def test_there_is_a_limit_a_day(desk: MessageDesk) -> None:
    desk.of_port()
    for number in range(MOST_MAILINGS):
        desk.sent(subject=f"Message {number}")
    refused = desk.preview()

    assert refused.status_code == 422
    assert "You can send 3 messages a day" in refused.text
    assert "Please post at 09:00." in refused.text
    # So is what was previewed before, in another tab, and has changed since.
    assert desk.preview(shown="0" * 64, send="1").status_code == 422
    desk.clock.moment += timedelta(days=1)
    assert desk.preview().status_code == 200


def test_what_nobody_gets_is_no_message(desk: MessageDesk) -> None:
    assert "No one else is in what you ticked" in desk.preview().text
    assert "Tick at least one." in desk.preview(group=[]).text
    assert desk.preview(text="").status_code == 422


def test_deputies_of_whoever_is_away_are_named_and_written_to(desk: MessageDesk) -> None:
    desk.of_port()
    stage = desk.house.stage
    editor = stage.people["port_editor"]
    editor.away_until, editor.deputy_id = date(2027, 7, 9), stage.id("port_lead")
    stage.session.commit()

    assert "Otto Port" in desk.preview().text
    desk.sent()
    assert desk.notified() == ["port_editor", "port_lead"]


def test_two_messages_in_one_email_are_both_read(desk: MessageDesk) -> None:
    desk.of_port()
    desk.sent(with_replies="y")
    desk.sent(text="Now at 10:00, please.", with_replies="y")
    stage = desk.house.stage
    with desk.house.app.app_context():
        found = together(stage.session, [NotificationKind.CAMPAIGN_MESSAGE], stage.id("port_editor"), stage.now)
    stage.session.commit()

    assert isinstance(found, Letter)
    for text in ("Please post at 09:00.", "Now at 10:00, please."):
        assert text in found.text
    assert found.reply_to == stage.people["lead"].email


def test_a_daily_email_shows_where_replies_go(desk: MessageDesk) -> None:
    desk.of_port()
    desk.sent(with_replies="y")
    desk.sent(text="Now at 10:00, please.")
    stage, kind = desk.house.stage, NotificationKind.CAMPAIGN_MESSAGE
    messages = stage.session.scalars(select(Message).where(Message.kind == kind)).all()
    put_into_digests(stage.session, [(message, stage.now) for message in messages], stage.now)
    carrier = stage.session.scalars(select(Message).where(Message.kind == DIGEST)).one()
    with desk.house.app.app_context():
        found = answer_of(stage.session, carrier, stage.now)
    stage.session.commit()

    assert isinstance(found, Letter)
    # They asked for no replies to the second.
    assert found.reply_to is None
    assert found.text.count(f"Reply to: {stage.people['lead'].email}") == 1


def test_what_the_sender_types_is_text_and_never_markup(desk: MessageDesk) -> None:
    desk.of_port()
    desk.sent(subject="<b>Urgent</b>", text='<a href="https://evil.example">Log in</a>')

    letter = desk.letter("port_editor")
    assert "<b>Urgent" not in letter.html
    assert "&lt;a href=" in letter.html
    assert desk.preview(text="a\x07b").status_code == 422
