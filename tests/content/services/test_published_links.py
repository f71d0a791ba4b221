"""Whoever scheduled content is asked once where it was published; each channel keeps its link, moment and recorder."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask

from scheduler.agenda.services.entry_drafts import Timed
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.workflow import State
from scheduler.content.models import Item
from scheduler.content.queries.open_items import scheduled_until
from scheduler.content.queries.unguarded import channels_of
from scheduler.content.services.published_questions import ASKED_WITHIN, ask_where_published
from scheduler.content.services.transitions import PublishedLink, PublishedLinks, add_outcomes, mark_published
from scheduler.outbox.rendering import NotSent
from tests.content.stage import NOW, SECRECY, Stage
from tests.written import answers, letter

DUE = NotificationKind.PUBLISH_DUE


def scheduled(stage: Stage, **changes: Any) -> Item:
    when = Timed(NOW.replace(tzinfo=None), "UTC", at=NOW)
    item = stage.item(kind=Kind.POST, when=when, channels=("x", "bluesky"), **changes)
    stage.ask(item)
    stage.say(item, "lead", stage.bay)
    item.state = State.SCHEDULED
    stage.session.flush()
    return item


def asked(stage: Stage, item: Item, after: timedelta = timedelta()) -> bool:
    stage.now = NOW + after
    found = item.id in scheduled_until(stage.session, stage.now - ASKED_WITHIN, stage.now)
    done = ask_where_published(stage.session, item.id, stage.context(None))
    assert found == done or item.guard.embargo_at is not None
    return done


def test_the_owner_is_asked_once_for_each_moment_to_publish(stage: Stage) -> None:
    item = scheduled(stage)

    assert [asked(stage, item, timedelta(minutes=minutes)) for minutes in (-1, 0, 1)] == [False, True, False]
    assert stage.notified(DUE) == ["owner"]

    item.publish_at = NOW + timedelta(hours=1)
    assert [asked(stage, item, timedelta(minutes=minutes)) for minutes in (59, 60)] == [False, True]
    assert stage.notified(DUE) == ["owner", "owner"]


def test_nobody_is_asked_about_what_was_not_scheduled(stage: Stage) -> None:
    item = scheduled(stage)

    for state in set(State) - {State.SCHEDULED}:
        item.state = state
        stage.session.flush()
        assert not asked(stage, item)


def test_nobody_is_asked_about_what_is_kept_back_deleted_or_long_past(stage: Stage) -> None:
    hidden, deleted, old = scheduled(stage, secrecy=SECRECY), scheduled(stage), scheduled(stage)
    deleted.deleted_at = NOW
    stage.session.flush()

    assert [asked(stage, hidden), asked(stage, deleted), asked(stage, old, ASKED_WITHIN)] == [False] * 3


def test_leads_are_asked_where_nobody_owns_it(stage: Stage) -> None:
    item = scheduled(stage)
    item.owner_id = None
    stage.session.flush()

    assert (asked(stage, item), stage.notified(DUE)) == (True, ["lead"])


def test_each_channel_keeps_when_it_came_out_and_who_said_so(stage: Stage) -> None:
    item, minutes = scheduled(stage), [NOW + timedelta(minutes=number) for number in (-40, -20, -5)]
    by, first, second = stage.by("editor", item), PublishedLink("https://x.example/1", "", minutes[1]), minutes[2]

    mark_published(stage.session, item, PublishedLinks({"x": first}), by=by, context=stage.context("editor"))
    assert kept(stage, item)["x"] == ("https://x.example/1", minutes[1], stage.id("editor"))
    assert (item.state, item.published_at) == (State.PUBLISHED, minutes[1])

    later = PublishedLinks({"x": first, "bluesky": PublishedLink("https://b.example/1", "", second)})
    add_outcomes(stage.session, item, later, by=by, context=stage.context("lead"))
    assert kept(stage, item)["x"][2] == stage.id("editor")
    assert kept(stage, item)["bluesky"][1:] == (second, stage.id("lead"))

    corrected = PublishedLinks({"bluesky": PublishedLink("https://b.example/2", "", minutes[0])})
    add_outcomes(stage.session, item, corrected, by=by, context=stage.context("lead"))
    assert item.published_at == minutes[0]


def kept(stage: Stage, item: Item) -> dict[str, tuple[str, datetime | None, int | None]]:
    rows = channels_of(stage.session, item)
    return {row.channel: (row.published_url, row.published_at, row.published_by) for row in rows}


def test_the_mail_leads_to_the_page_that_asks_until_it_is_answered(app: Flask, stage: Stage) -> None:
    item = scheduled(stage)
    asked(stage, item)

    with app.app_context():
        found = letter(stage.session, DUE, stage.id("owner"), stage.now)
        item.state = State.PUBLISHED
        stage.session.flush()
        [late] = answers(stage.session, DUE, stage.id("owner"), stage.now)

    assert found.subject == "Was it published? Five of twelve answered"
    assert f"/content/{item.public_id}/published" in found.text
    assert isinstance(late, NotSent)
