"""What mail about items tells in its subject and first line: the fact, until when, and why."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.policy import default

import pytest
from flask import Flask
from sqlalchemy import select

from scheduler.agenda.services.entry_drafts import Timed
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.content.domain.workflow import Action
from scheduler.content.models import Item, ItemComment, ReviewRequest
from scheduler.content.services import transitions
from scheduler.content.services.comments import add_comment, delete_comment
from scheduler.content.services.reviews import Advice, ReviewDraft, ask_for_reviews, give_review
from scheduler.outbox.mime import Sender, compose
from scheduler.outbox.rendering import NotSent
from tests.content.services.test_embargo import LATER, act, break_in, put, remove
from tests.content.stage import ITEM_TEXT, LIFT, SECRECY, Stage
from tests.written import answers, first_line, letter

TITLE, SAFE = "Five of twelve answered", "Joint statement, 30 July"


@pytest.fixture(autouse=True)
def templates(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def mail_to(stage: Stage, kind: NotificationKind, who: str) -> tuple[str, str]:
    found = letter(stage.session, kind, stage.id(who), stage.now)
    assert first_line(found) in found.html.replace("&#39;", "'")
    return found.subject, first_line(found)


def body(stage: Stage, kind: NotificationKind, who: str) -> str:
    return letter(stage.session, kind, stage.id(who), stage.now).text


def review(stage: Stage, item: Item, note: str = "", due: date | None = None) -> ReviewRequest:
    draft = ReviewDraft(frozenset({stage.id("port_editor")}), note, due)
    by, context = stage.by("owner", item), stage.context("owner")
    [row] = ask_for_reviews(stage.session, item, draft, form_id=str(uuid.uuid4()), by=by, context=context)
    return row


def comment(stage: Stage, item: Item, text: str, who: str = "port_lead") -> None:
    add_comment(stage.session, item, text, form_id=str(uuid.uuid4()), context=stage.context(who))


def step(stage: Stage, item: Item, action: Action, note: str = "") -> None:
    by, context = stage.by("lead", item), stage.context("lead")
    transitions.move_item(stage.session, item, action, by=by, context=context, note=note)


def agreed(stage: Stage) -> Item:
    item = stage.ask(stage.item(when=Timed(LIFT.local, "Asia/Manila", at=LIFT.at)), stage.port)
    stage.say(item, "lead", stage.bay)
    stage.say(item, "port_lead", stage.port)
    return item


def test_a_sign_off_is_asked_until_the_day_on_which_the_answer_is_due(stage: Stage):
    item = stage.ask(stage.item(), stage.port, stage.kaagapay, due=date(2027, 7, 16))

    subject, line = mail_to(stage, NotificationKind.SIGNOFF_ASKED, "manila_lead")
    assert subject == f"Sign-off due by Fri 16 Jul 2027: {TITLE}"
    assert line == ("Oda Owner (Lantern Bay) asks Kaagapay to sign off or request changes by Friday 16 July 2027.")
    text = body(stage, NotificationKind.SIGNOFF_ASKED, "manila_lead")
    assert text.index("Sign-off due: Friday 16 July 2027") < text.index("Publishes: Friday 30 July 2027")
    assert f"Review and sign off: http://localhost/content/{item.public_id}/sign-off/{stage.kaagapay.id}" in text


@pytest.mark.parametrize(
    ("answer", "subject", "line"),
    [
        ("yes", "Old Port has signed off", "Otto Port (Old Port) signed off for Old Port."),
        ("no", "Old Port requests changes", "Otto Port (Old Port) requested changes for Old Port."),
    ],
)
def test_an_answer_says_yes_or_no_for_whom_and_why(stage: Stage, answer: str, subject: str, line: str):
    item = stage.ask(stage.item(), stage.port)
    stage.say(item, "port_lead", stage.port, answer, comment="«Cinco» não está certo.\nSeis responderam.")

    assert mail_to(stage, NotificationKind.SIGNED, "owner") == (f"{subject}: {TITLE}", line)
    text = body(stage, NotificationKind.SIGNED, "owner")
    assert "> «Cinco» não está certo.\n> Seis responderam." in text
    assert f"See the sign-offs: http://localhost/content/{item.public_id}#sign-off" in text


def test_changed_text_is_called_so(stage: Stage):
    item = agreed(stage)
    stage.write(item, "Six of twelve answered.")

    subject, line = mail_to(stage, NotificationKind.TEXT_CHANGED, "port_lead")
    assert subject == f"Changed after your sign-off: {TITLE}"
    assert line.startswith("Edi Editor (Lantern Bay) edited the signed-off copy.")
    assert "See the changes and sign off again: " in body(stage, NotificationKind.TEXT_CHANGED, "port_lead")


@pytest.mark.parametrize("note", ["Stimmt die Zahl?", "هل الرقم صحيح؟", "数字を確認してください"])
def test_a_review_is_asked_until_a_day_and_with_what_to_look_at(stage: Stage, note: str):
    row = review(stage, stage.item(), note, date(2027, 7, 9))

    subject, line = mail_to(stage, NotificationKind.REVIEW_ASKED, "port_editor")
    assert subject == f"Review due by Fri 9 Jul 2027: {TITLE}"
    assert line == "Oda Owner (Lantern Bay) asks you to review this by Friday 9 July 2027."
    text = body(stage, NotificationKind.REVIEW_ASKED, "port_editor")
    assert f"> {note}" in text
    assert f"Read and review: http://localhost/content/{_address(stage, row)}/reviews/{row.address}" in text


def test_a_review_without_a_day_names_none(stage: Stage):
    review(stage, stage.item())

    subject, line = mail_to(stage, NotificationKind.REVIEW_ASKED, "port_editor")
    assert (subject, line) == (f"Please review: {TITLE}", "Oda Owner (Lantern Bay) asks you to review this.")


@pytest.mark.parametrize(
    ("is_fine", "subject", "line"),
    [
        (True, "Review – looks good", "reviewed this: looks good."),
        (False, "Review – changes suggested", "reviewed this and suggests changes."),
    ],
)
def test_a_review_says_what_it_says(stage: Stage, is_fine: bool, subject: str, line: str):
    item = stage.item()
    row = review(stage, item)
    give_review(stage.session, item, row, Advice(is_fine, 1, "Zbyt długie."), context=stage.context("port_editor"))

    found = mail_to(stage, NotificationKind.REVIEW_ANSWERED, "owner")
    assert found == (f"{subject}: {TITLE}", f"Pia Port (Old Port) {line}")
    assert "> Zbyt długie." in body(stage, NotificationKind.REVIEW_ANSWERED, "owner")


def test_nobody_is_asked_for_a_review_that_is_given_already(stage: Stage):
    item = stage.item()
    row = review(stage, item)
    give_review(stage.session, item, row, Advice(is_yes=True, version_number=1), context=stage.context("port_editor"))

    found = answers(stage.session, NotificationKind.REVIEW_ASKED, stage.id("port_editor"), stage.now)
    assert found == [NotSent("answered")]


@pytest.mark.parametrize(
    "text", ["@[Oda Owner] ¿seguro?\n\nNo lo veo.", "@[Oda Owner] 本当ですか", "@[Oda Owner] <b>&amp; no"]
)
def test_a_mention_quotes_the_comment(stage: Stage, text: str):
    item = stage.item()
    comment(stage, item, text)

    assert mail_to(stage, NotificationKind.MENTIONED, "owner") == (
        f"You are mentioned: {TITLE}",
        "Otto Port (Old Port) mentioned you in a comment.",
    )
    found = letter(stage.session, NotificationKind.MENTIONED, stage.id("owner"), stage.now)
    for line in text.splitlines():
        assert f"> {line}".strip() in found.text
    assert "<b>" not in found.html
    assert f"#comment-{item_comment(stage)}" in found.text


def test_a_comment_that_was_taken_back_is_not_quoted(stage: Stage):
    item = stage.item()
    made = add_comment(stage.session, item, "Oops", form_id=str(uuid.uuid4()), context=stage.context("port_lead"))
    delete_comment(stage.session, item, made.comment, context=stage.context("port_lead"))

    found = answers(stage.session, NotificationKind.COMMENTED, stage.id("owner"), stage.now)
    assert found == [NotSent("taken_back")]


def test_a_long_comment_is_cut_at_a_word(stage: Stage):
    comment(stage, stage.item(), "Wort " * 400)

    quoted = next(
        line for line in body(stage, NotificationKind.COMMENTED, "owner").splitlines() if line.startswith("> ")
    )
    assert len(quoted) < 620
    assert quoted.endswith("Wort …")


def test_an_embargo_keeps_text_and_names_out_of_mail(stage: Stage):
    item = stage.ask(stage.item(secrecy=SECRECY), stage.port)
    assert mail_to(stage, NotificationKind.SIGNOFF_ASKED, "port_lead")[0] == f"Sign-off due by Tue 20 Jul 2027: {SAFE}"
    comment(stage, item, "@[Oda Owner] the score is five")
    stage.say(item, "port_lead", stage.port, "no", comment="The score is six")

    assert mail_to(stage, NotificationKind.SIGNED, "owner")[0] == f"One signatory requests changes: {SAFE}"
    for kind in (NotificationKind.SIGNED, NotificationKind.MENTIONED):
        found = letter(stage.session, kind, stage.id("owner"), stage.now)
        for form in (found.subject, found.text, found.html):
            assert "score" not in form
            assert TITLE not in form
        assert "The comment is under embargo" in found.text


def test_what_was_said_under_embargo_is_not_quoted_after_it_to_those_outside(stage: Stage):
    item = stage.item(secrecy=replace(SECRECY, embargo_group_organisations=frozenset({stage.bay.id})))
    comment(stage, item, "@[Oda Owner] between us", who="editor")
    act(stage, "lift_now", item, "lead")

    assert "> @[Oda Owner] between us" in body(stage, NotificationKind.MENTIONED, "owner")


def test_owner_and_outcome_are_named(stage: Stage):
    item = agreed(stage)
    step(stage, item, Action.SCHEDULE)
    outcomes = transitions.PublishedLinks({"": transitions.PublishedLink("https://bay.example/statement")})
    transitions.mark_published(stage.session, item, outcomes, by=stage.by("lead", item), context=stage.context("lead"))

    assert mail_to(stage, NotificationKind.PUBLISHED, "port_lead")[0] == f"Published: {TITLE}"
    text = body(stage, NotificationKind.PUBLISHED, "port_lead")
    assert "Published at: https://bay.example/statement" in text
    assert "Publishes:" not in text

    edited = replace(ITEM_TEXT, body="We asked twelve platforms. Six answered.")
    by, context = stage.by("lead", item), stage.context("lead")
    transitions.correct_item(
        stage.session, item, edited, "La cifra era falsa.", revision=item.revision, by=by, context=context
    )
    assert mail_to(stage, NotificationKind.CORRECTED, "port_lead")[0] == f"Corrected: {TITLE}"
    assert "Why:\n> La cifra era falsa." in body(stage, NotificationKind.CORRECTED, "port_lead")

    step(stage, item, Action.WITHDRAW, "Le ministère a protesté.")
    assert "Why:\n> Le ministère a protesté." in body(stage, NotificationKind.WITHDRAWN, "port_lead")


def test_who_becomes_owner_reads_until_when_it_is_to_be_signed(stage: Stage):
    stage.item(owner_id=stage.id("lead"), signoff_due_on=date(2027, 7, 20))

    assert mail_to(stage, NotificationKind.ASSIGNED, "lead") == (
        f"Assigned to you: {TITLE}",
        "Edi Editor (Lantern Bay) made you the owner of this.",
    )
    assert "Sign-off due: Tuesday 20 July 2027" in body(stage, NotificationKind.ASSIGNED, "lead")


def test_a_cancelled_item_says_why(stage: Stage):
    item = stage.ask(stage.item(), stage.port)
    step(stage, item, Action.CANCEL, "Wir warten auf das Urteil.")

    subject, line = mail_to(stage, NotificationKind.CANCELLED, "port_lead")
    assert (subject, line) == (
        f"Cancelled: {TITLE}",
        "Lena Lead (Lantern Bay) cancelled this. It will not be published.",
    )
    assert "Why:\n> Wir warten auf das Urteil." in body(stage, NotificationKind.CANCELLED, "port_lead")


def test_an_embargo_that_moves_gives_the_new_and_the_old_moment_in_the_readers_zone(stage: Stage):
    item = stage.ask(stage.item(secrecy=SECRECY), stage.port)
    put(stage, item, embargo=LATER)

    subject, line = mail_to(stage, NotificationKind.MOVED, "port_lead")
    assert subject == f"Embargo moved: {SAFE}"
    assert line.endswith("moved the embargo. It now lifts on Friday 30 July 2027, 11:00 (Lisbon, UTC+1).")
    text = body(stage, NotificationKind.MOVED, "port_lead")
    assert "Before: Friday 30 July 2027, 02:00 (Lisbon, UTC+1)" in text


def test_every_other_word_on_an_embargo(stage: Stage):
    item = stage.ask(stage.item(secrecy=SECRECY), stage.port)
    act(stage, "place_on_hold", item, "lead")
    assert mail_to(stage, NotificationKind.HELD, "port_lead")[0] == f"On hold: {SAFE}"
    act(stage, "release", item, "lead")
    assert mail_to(stage, NotificationKind.RELEASED, "port_lead")[0] == f"Hold released: {SAFE}"
    break_in(stage, item)
    assert mail_to(stage, NotificationKind.GLASS_BROKEN, "port_lead")[0] == f"Emergency access: {SAFE}"
    remove(stage, item)
    assert mail_to(stage, NotificationKind.ADVANCED, "port_lead") == (
        f"Embargo removed: {TITLE}",
        "Lena Lead (Lantern Bay) removed the embargo. It is now visible to its audience.",
    )


def test_mail_is_made_for_dark_mail_programs_too(stage: Stage):
    stage.item(owner_id=stage.id("lead"))

    found = letter(stage.session, NotificationKind.ASSIGNED, stage.id("lead"), stage.now)
    sent = compose(found, Sender.parse("a@coalition.test"), "1" * 40, stage.now)
    part = message_from_bytes(sent, policy=default).get_body(("html",))
    assert part is not None
    html = part.get_content()
    assert "@media (prefers-color-scheme: dark)" in html
    assert '<meta name="color-scheme" content="light dark">' in html


def item_comment(stage: Stage) -> str:
    return stage.session.scalars(select(ItemComment)).one().address


def _address(stage: Stage, row: ReviewRequest) -> str:
    return stage.session.get_one(Item, row.item_id).public_id
