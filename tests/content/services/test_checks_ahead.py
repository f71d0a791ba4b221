"""What required checks find is known before items are locked, and asked again under the lock."""

import secrets
from dataclasses import replace

import pytest

from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.viewers import viewer_of
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.domain.skipping import SkipReason
from scheduler.content.domain.workflow import State
from scheduler.content.queries.items import items_at
from scheduler.content.services.bulk import ItemWithRoles, publish_items
from scheduler.content.services.check_overrides import failed_checks
from scheduler.content.services.checks_ahead import check_ahead
from scheduler.content.services.item_text import add_version
from scheduler.content.services.transitions import PublishedLink, PublishedLinks
from scheduler.db import AppSession
from scheduler.guidance.models import CheckRule
from tests.content import builders
from tests.costs import calls

PLAIN = "We wrote to the ministry and asked for beds. "


@pytest.fixture
def rule(session):
    row = CheckRule(slug="relative_time", level="required")
    session.add(row)
    session.flush()
    return row


@pytest.fixture
def by_lead(bay, now):
    return ChangeContext((), bay.lead.id, now)


def viewer(session, person):
    return viewer_of(actor_roles(session, person.id))


def approved(session, bay, now, body):
    return signed(session, builders.item(session, bay, now, text=replace(builders.ITEM_TEXT, body=body)), bay, now)


def signed(session, item, bay, now):
    builders.sign(session, item, bay, now)
    item.state = State.APPROVED
    session.flush()
    return item


def ahead(session, person, now, *items):
    """Check items in the session of a request that only reads."""
    with AppSession(bind=session.connection(), join_transaction_mode="create_savepoint") as page:
        page.info["read_only"] = True
        check_ahead(page, viewer(page, person), [item.public_id for item in items], now)


def publish(session, person, context, *items):
    links = PublishedLinks({"x": PublishedLink("https://x.example/1")})
    mine = [ItemWithRoles(item, builders.by(session, person, item)) for item in items]
    return publish_items(session, mine, {item.id: links for item in items}, context)


@pytest.mark.usefixtures("rule")
def test_text_that_was_checked_ahead_is_not_read_through_again(session, bay, now):
    # Text that no other test has had checked, with much to find, as what looks for it is written in C.
    item = approved(session, bay, now, f"{secrets.token_hex()} " + "Yesterday. " * 500)
    (seen,) = items_at(session, viewer(session, bay.lead), [item.public_id])
    other = replace(seen.text, body=f"{seen.text.body} It was wet.")
    ahead(session, bay.lead, now, item)

    known = calls(lambda: failed_checks(session, item, seen.text, now))
    unknown = calls(lambda: failed_checks(session, item, other, now))

    assert known * 2 < unknown, (known, unknown)


@pytest.mark.usefixtures("rule")
def test_what_was_changed_since_is_checked_anew(session, bay, now, by_lead):
    same, changed = approved(session, bay, now, PLAIN), approved(session, bay, now, PLAIN)
    ahead(session, bay.lead, now, same, changed)
    add_version(session, changed, replace(builders.ITEM_TEXT, body="We wrote yesterday."), by_lead)
    signed(session, changed, bay, now)

    result = publish(session, bay.lead, by_lead, same, changed)

    assert (result.done, result.skipped) == ((same.id,), ((changed.id, SkipReason.REFUSED),))


def test_a_check_that_is_required_since_counts(session, bay, now, by_lead, rule):
    rule.level = "advice"
    item = approved(session, bay, now, "We wrote yesterday.")
    ahead(session, bay.lead, now, item)
    rule.level = "required"
    session.flush()

    assert publish(session, bay.lead, by_lead, item).skipped == ((item.id, SkipReason.REFUSED),)

    rule.level = "advice"
    session.flush()
    assert publish(session, bay.lead, by_lead, item).done == (item.id,)


def test_only_what_one_may_read_is_looked_at(session, bay, harbour, now):
    item = builders.item(session, bay, now, sharing=Sharing(ShareScope.OWN))
    asked = [item.public_id, "nonsense"]

    assert [seen.item for seen in items_at(session, viewer(session, bay.lead), asked)] == [item]
    assert items_at(session, viewer(session, harbour.lead), asked) == []
