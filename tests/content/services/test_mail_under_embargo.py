"""Mail about an item under embargo names no organisation: neither in its own words nor beside anybody's name."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from scheduler.agenda.services.notifications import NotificationKind
from scheduler.content.domain.workflow import Action
from scheduler.content.models import Item
from scheduler.content.services.listener import ContentListener
from scheduler.content.services.reviews import Advice, give_review
from scheduler.content.services.transitions import move_item
from scheduler.outbox.models import Message
from scheduler.outbox.rendering import Letter
from tests.content.services.test_embargo import LATER, act, break_in, put
from tests.content.services.test_reviews import ask as ask_for_review
from tests.content.services.test_what_mail_tells import comment, mail_to
from tests.content.stage import SECRECY, Stage
from tests.written import answer_of

SAFE = SECRECY.placeholder_title


@pytest.fixture(autouse=True)
def templates(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def item(stage: Stage) -> Item:
    # One of the people is called after their organisation.
    stage.kaagapay.name = stage.kaagapay.short_name = "Sampaguita"
    group = frozenset({stage.bay.id, stage.port.id, stage.kaagapay.id})
    return stage.item(secrecy=replace(SECRECY, embargo_group_organisations=group))


def letters(stage: Stage) -> dict[str, list[Letter]]:
    """Return all letters that are waiting, by kind."""
    found: dict[str, list[Letter]] = {}
    for message in stage.session.scalars(select(Message)):
        written = answer_of(stage.session, message, stage.now)
        if isinstance(written, Letter):
            found.setdefault(message.kind, []).append(written)
    return found


def named(stage: Stage, letters: list[Letter]) -> list[str]:
    """Return the organisations that stand in any form of these letters."""
    forms = "\n".join(form for one in letters for form in (one.subject, one.text, one.html, one.from_name))
    places = (stage.bay, stage.port, stage.kaagapay)
    return [name for row in places for name in {row.name, row.short_name} if name in forms]


def leave(stage: Stage, who: str) -> None:
    row = stage.people[who].memberships[0]
    row.ended_at = stage.now
    stage.session.flush()
    ContentListener().membership_ended(stage.session, row.person_id, row.organisation_id, None, stage.now)


def test_no_mail_about_an_item_under_embargo_names_an_organisation(stage: Stage, item: Item):
    [request] = ask_for_review(stage, item, "port_editor")
    give_review(
        stage.session, item, request, Advice(is_yes=True, version_number=1), context=stage.context("port_editor")
    )
    ask_for_review(stage, item, "manila_lead")
    stage.ask(item, stage.port, stage.kaagapay)
    comment(stage, item, "@[Oda Owner] who says so?")
    stage.say(item, "port_lead", stage.port)
    stage.say(item, "manila_lead", stage.kaagapay, "no")
    stage.write(item, "Six answered.")
    put(stage, item, embargo=LATER)
    act(stage, "place_on_hold", item, "lead")
    act(stage, "release", item, "lead")
    break_in(stage, item)
    before = letters(stage)
    leave(stage, "manila_lead")
    leave(stage, "owner")
    found = before | {kind: [*before.get(kind, []), *mail] for kind, mail in letters(stage).items()}

    assert set(found) >= {
        NotificationKind.SIGNED,
        NotificationKind.SIGNOFF_ASKED,
        NotificationKind.TEXT_CHANGED,
        NotificationKind.MOVED,
        NotificationKind.HELD,
        NotificationKind.RELEASED,
        NotificationKind.GLASS_BROKEN,
        NotificationKind.NEEDS_SOMEBODY,
    }
    assert {kind: names for kind, mail in found.items() if (names := named(stage, mail))} == {}


def test_whoever_did_it_is_named_alone(stage: Stage, item: Item):
    stage.ask(item, stage.port)
    assert mail_to(stage, NotificationKind.SIGNOFF_ASKED, "port_lead")[1] == (
        "Oda Owner asks your organisation to sign off or request changes by Tuesday 20 July 2027."
    )

    stage.say(item, "port_lead", stage.port, "no")
    assert mail_to(stage, NotificationKind.SIGNED, "owner") == (
        f"One signatory requests changes: {SAFE}",
        "Otto Port requested changes for one of the signatories.",
    )


def test_a_reviewer_who_left_is_named_alone(stage: Stage, item: Item):
    ask_for_review(stage, item, "port_editor")
    leave(stage, "port_editor")

    subject, line = mail_to(stage, NotificationKind.REVIEW_ANSWERED, "owner")
    assert subject == f"Review no longer needed: {SAFE}"
    assert line.startswith("Pia Port can no longer read this")


def test_a_cancelled_item_names_whoever_cancelled_it_alone(stage: Stage, item: Item):
    stage.ask(item, stage.port)
    by, context = stage.by("lead", item), stage.context("lead")
    move_item(stage.session, item, Action.CANCEL, by=by, context=context, note="Off")

    assert mail_to(stage, NotificationKind.CANCELLED, "port_lead")[1].startswith("Lena Lead cancelled this")


def test_after_the_lift_people_stand_with_their_organisations_again(stage: Stage, item: Item):
    stage.ask(item, stage.port)
    act(stage, "lift_now", item, "lead")
    stage.say(item, "port_lead", stage.port)

    assert mail_to(stage, NotificationKind.SIGNED, "owner")[1] == "Otto Port (Old Port) signed off for Old Port."
