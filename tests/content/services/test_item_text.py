"""Text is saved version by version, nobody overwrites anybody, and a change voids what was signed."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from scheduler.agenda.services.changes import ChangeContext
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.workflow import ActionRefusedError, State
from scheduler.content.models import ItemVersion
from scheduler.content.queries.unguarded import current_version
from scheduler.content.services.item_text import save_text
from scheduler.outbox.models import Message
from scheduler.rows import StaleEditError
from tests.content import builders
from tests.content.builders import ITEM_TEXT, entry_of, longer


def save(session, item, text, person, now, revision=None):
    context = ChangeContext((), person.id, now)
    wanted = item.revision if revision is None else revision
    return save_text(session, item, text, revision=wanted, by=builders.by(session, person, item), context=context)


def test_new_text_makes_a_version(session, bay, now):
    item = builders.item(session, bay, now)

    version = save(session, item, longer(), bay.lead, now)

    assert (version.number, version.author_id, item.revision) == (2, bay.lead.id, 2)
    numbers = select(ItemVersion.number).where(ItemVersion.item_id == item.id).order_by(ItemVersion.number)
    assert session.scalars(numbers).all() == [1, 2]


@pytest.mark.parametrize("body", [ITEM_TEXT.body, f"{ITEM_TEXT.body}  ", f"\r\n{ITEM_TEXT.body}\r\n"])
def test_the_same_text_makes_none(session, bay, now, body):
    item = builders.item(session, bay, now)

    version = save(session, item, replace(ITEM_TEXT, body=body), bay.lead, now)

    assert (version.number, item.revision) == (1, 1)


def test_a_stale_save_is_refused_and_says_what_stands_there(session, bay, now):
    item = builders.item(session, bay, now)
    save(session, item, longer(), bay.lead, now)

    with pytest.raises(StaleEditError):
        save(session, item, replace(ITEM_TEXT, title="Another title"), bay.editor, now, revision=1)

    assert item.revision == 2
    assert current_version(session, item).title == ITEM_TEXT.title


def test_the_same_save_twice_is_one_version(session, bay, now):
    item = builders.item(session, bay, now)

    first = save(session, item, longer(), bay.lead, now, revision=1)
    second = save(session, item, longer(), bay.lead, now, revision=1)

    assert (first.number, second.number) == (2, 2)


def test_the_new_title_stands_in_the_calendar(session, bay, now):
    item = builders.item(session, bay, now)

    save(session, item, replace(ITEM_TEXT, title="No one is for sale"), bay.lead, now)

    entry = entry_of(session, item)
    assert (entry.title, entry.sequence) == ("No one is for sale", 1)


def test_an_idea_becomes_a_draft_with_its_first_text(session, bay, now):
    item = builders.item(session, bay, now, text=ItemText(title="A thread"))

    save(session, item, ITEM_TEXT, bay.editor, now)

    assert item.state == State.DRAFT


def test_changed_text_goes_back_to_review_and_signers_are_notified(session, bay, harbour, now):
    item = builders.item(session, bay, now, signatories=frozenset({harbour.id}))
    builders.sign(session, item, harbour, now)
    item.state = State.SCHEDULED

    save(session, item, longer(), bay.lead, now)

    notified = select(Message.person_id).where(Message.kind == "text_changed")
    assert item.state == State.IN_REVIEW
    assert session.scalars(notified).all() == [harbour.lead.id]


@pytest.mark.parametrize("state", [State.PUBLISHED, State.WITHDRAWN, State.CANCELLED])
def test_text_that_is_out_is_not_edited(session, bay, now, state):
    item = builders.item(session, bay, now)
    item.state = state
    session.flush()

    with pytest.raises(ActionRefusedError):
        save(session, item, longer(), bay.lead, now)


def test_others_do_not_write_our_text(session, bay, harbour, now):
    item = builders.item(session, bay, now)

    for stranger in (harbour.lead, bay.member):
        with pytest.raises(ActionRefusedError):
            save(session, item, longer(), stranger, now)
