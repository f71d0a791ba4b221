"""An embargo is set, moved, held, released, lifted and broken into, and its embargo group hears of it."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.visibility import Audience, Visibility
from scheduler.agenda.models import Entry, Guard
from scheduler.agenda.queries.guards import access_lines
from scheduler.agenda.services.embargo import (
    HeldError,
    LockedOutError,
    MayNotKeepError,
    MayNotLiftError,
    NotKeptBackError,
    PastLiftError,
    RevealingTitleError,
)
from scheduler.agenda.services.guards import Embargo, lift_candidates, visibility_of
from scheduler.agenda.services.lift import lift
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.visibility_sql import concealed, guard_rules
from scheduler.audit.services import history
from scheduler.content.domain.errors import NotYoursError
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.models import Item
from scheduler.content.queries.unguarded import current_version
from scheduler.content.services import embargo
from scheduler.content.services.calendar_entries import entry_of_item, republish
from scheduler.content.services.embargo import EmbargoContext
from scheduler.content.services.item_text import save_text
from scheduler.rows import StaleEditError
from tests.content.services.test_reviews import ask as ask_for_review
from tests.content.stage import ITEM_TEXT, LIFT, SECRECY, Stage

COALITION = Sharing(ShareScope.COALITION)
LATER = Embargo(datetime(2027, 7, 30, 18, 0), "Asia/Manila", datetime(2027, 7, 30, 10, 0, tzinfo=UTC))


def hand(stage: Stage, who: str | None) -> EmbargoContext:
    return EmbargoContext(stage.context(who), {"content": republish})


def put(stage: Stage, item: Item, who: str = "owner", **changes: object) -> None:
    group = {"embargo_group_organisations": frozenset({stage.bay.id})}
    secrecy = replace(SECRECY, **(group | changes))  # type: ignore[arg-type]
    embargo.set_embargo(
        stage.session, item, COALITION, secrecy, revision=item.revision, by=stage.by(who, item), hand=hand(stage, who)
    )


def act(stage: Stage, name: str, item: Item, who: str) -> None:
    getattr(embargo, name)(stage.session, item, who=actor_roles(stage.session, stage.id(who)), hand=hand(stage, who))


def break_in(stage: Stage, item: Item, who: str = "coordinator") -> None:
    by, form = actor_roles(stage.session, stage.id(who)), str(uuid.uuid4())
    embargo.give_emergency_access(stage.session, item, "A leak", form_id=form, who=by, hand=hand(stage, who))


def remove(stage: Stage, item: Item, who: str = "lead") -> None:
    by = stage.by(who, item)
    embargo.remove_embargo(stage.session, item, revision=item.revision, by=by, hand=hand(stage, who))


def sees(stage: Stage, item: Item, who: str) -> Visibility:
    viewer = viewer_of(actor_roles(stage.session, stage.id(who)))
    return visibility_of(stage.session, viewer, item.guard_id, stage.now)


def guard_of(stage: Stage, item: Item) -> Guard:
    return stage.session.get_one(Guard, item.guard_id)


def calendar_entry(stage: Stage, item: Item) -> Entry:
    entry = entry_of_item(stage.session, item)
    assert entry is not None
    return entry


def test_setting_an_embargo_hides_the_text_at_once(stage: Stage):
    item = stage.ask(stage.item(), stage.port)

    put(stage, item)

    assert [sees(stage, item, who) for who in ("owner", "port_lead", "far_lead", "coordinator")] == [
        Visibility.FULL,
        Visibility.FULL,
        Visibility.REDACTED,
        Visibility.REDACTED,
    ]
    assert calendar_entry(stage, item).title == SECRECY.placeholder_title
    lifting = stage.deadlines(item)["lift"]
    assert (lifting.starts_at, lifting.zone, lifting.listed) == (LIFT.at, "Asia/Manila", False)
    assert {row.title for row in stage.deadlines(item).values()} == {SECRECY.placeholder_title}


def test_what_stands_in_for_an_item_without_a_day_is_hidden_too(stage: Stage):
    item = stage.ask(stage.item(when=None), stage.port)
    stage.say(item, "port_lead", stage.port)
    assert stage.deadlines(item)["no_day"].title == ITEM_TEXT.title

    put(stage, item)

    assert stage.deadlines(item)["no_day"].title == SECRECY.placeholder_title


def test_moving_the_lift_notifies_the_embargo_group(stage: Stage):
    item = stage.ask(stage.item(secrecy=SECRECY))

    put(stage, item, embargo=LATER)

    assert stage.notified(NotificationKind.MOVED) == ["editor", "lead"]
    assert stage.deadlines(item)["lift"].starts_at == LATER.at


def test_an_embargo_that_makes_no_sense_is_refused(stage: Stage):
    item = stage.item()
    past = Embargo(datetime(2027, 7, 1, 9, 0), "UTC", stage.now - timedelta(hours=3))

    with pytest.raises(PastLiftError):
        put(stage, item, embargo=past)
    with pytest.raises(NotYoursError):
        put(stage, item, who="port_lead")
    with pytest.raises(StaleEditError):
        embargo.set_embargo(
            stage.session, item, COALITION, SECRECY, revision=0, by=stage.by("owner", item), hand=hand(stage, "owner")
        )


def test_nobody_locks_out_themselves_or_a_reviewer(stage: Stage):
    item = stage.item()
    alone = replace(SECRECY, embargo_group_people=frozenset({stage.id("lead")}))
    with pytest.raises(LockedOutError):
        embargo.set_embargo(
            stage.session,
            item,
            COALITION,
            alone,
            revision=item.revision,
            by=stage.by("editor", item),
            hand=hand(stage, "editor"),
        )
    item.revision -= 1
    ask_for_review(stage, item, "far_lead")

    with pytest.raises(embargo.ReviewersLeftOutError) as caught:
        put(stage, item)
    assert caught.value.person_ids == (stage.id("far_lead"),)


def test_removing_an_embargo_shows_the_text_to_the_audience(stage: Stage):
    item = stage.item(secrecy=SECRECY)

    remove(stage, item)

    assert sees(stage, item, "far_lead") is Visibility.FULL
    assert calendar_entry(stage, item).title == ITEM_TEXT.title
    assert "lift" not in stage.deadlines(item)
    assert stage.notified(NotificationKind.ADVANCED) == ["editor", "owner"]


@pytest.mark.parametrize("who", ["coordinator", "lead"])
def test_a_hold_outlasts_the_lift_until_it_is_released(stage: Stage, who):
    item = stage.ask(stage.item(secrecy=SECRECY))

    act(stage, "place_on_hold", item, who)
    act(stage, "place_on_hold", item, who)
    stage.now = LIFT.at + timedelta(minutes=1)

    assert lift_candidates(stage.session, stage.now) == []
    assert "lift" not in stage.deadlines(item)
    with pytest.raises(HeldError):
        remove(stage, item)
    if who == "coordinator":
        with pytest.raises(MayNotLiftError):
            act(stage, "release", item, who)
        break_in(stage, item)
    act(stage, "release", item, who)
    assert lift_candidates(stage.session, stage.now) == [item.guard_id]
    expected = sorted({"owner", "editor", "lead"} - {who})
    assert stage.notified(NotificationKind.HELD) == stage.notified(NotificationKind.RELEASED) == expected


def test_the_lift_notifies_the_embargo_group_once(stage: Stage):
    item = stage.ask(stage.item(secrecy=SECRECY))
    stage.now = LIFT.at

    assert lift(stage.session, item.guard_id, {"content": republish}, stage.context(None))
    republish(stage.session, [item.id], stage.context(None))

    assert stage.notified(NotificationKind.LIFTED) == ["editor", "lead", "owner"]
    assert calendar_entry(stage, item).title == ITEM_TEXT.title
    assert "lift" not in stage.deadlines(item)


def test_breaking_the_glass_is_told_and_stays_on_record(stage: Stage):
    item = stage.item(secrecy=SECRECY)
    with pytest.raises(MayNotKeepError):
        break_in(stage, item, "far_lead")

    break_in(stage, item)
    break_in(stage, item)

    assert sees(stage, item, "coordinator") is Visibility.FULL
    assert stage.notified(NotificationKind.GLASS_BROKEN) == ["editor", "lead", "owner"]
    lines = access_lines(stage.session, guard_of(stage, item))
    assert [(row.person, row.reason, row.at) for row in lines] == [("Cora Chair", "A leak", stage.now)]
    assert "guard.glass_broken" in {row.act for row in history(stage.session, ("guard", item.guard_id))}
    assert "content.emergency_access_taken" in {row.act for row in history(stage.session, ("content", item.id))}
    assert all("leak" not in str(row.details) for row in history(stage.session, ("content", item.id)))


def test_what_is_not_kept_back_cannot_be_broken_into(stage: Stage):
    with pytest.raises(NotKeptBackError):
        break_in(stage, stage.item())


def test_sharing_changes_with_the_embargo(stage: Stage):
    item = stage.item()

    embargo.set_embargo(
        stage.session,
        item,
        Sharing(ShareScope.OWN),
        SECRECY,
        revision=item.revision,
        by=stage.by("owner", item),
        hand=hand(stage, "owner"),
    )

    known = guard_rules(guard_of(stage, item))
    assert (known.audience, known.audience_organisations) == (Audience.ORGANISATIONS, frozenset({stage.bay.id}))
    assert (sees(stage, item, "member"), sees(stage, item, "far_lead")) == (Visibility.REDACTED, Visibility.HIDDEN)
    assert concealed(guard_of(stage, item))


def test_a_later_title_that_the_safe_title_gives_away_is_refused_until_somebody_accepts_it(stage: Stage):
    item = stage.item(secrecy=replace(SECRECY, placeholder_title="Verdict, 30 July"))

    def rename(title: str, *, accepted: bool = False) -> None:
        by, context, text = stage.by("editor", item), stage.context("editor"), replace(ITEM_TEXT, title=title)
        revision = item.revision
        save_text(stage.session, item, text, revision=revision, by=by, context=context, reveals_nothing=accepted)

    for title, accepted, revealed in (("The verdict", False, ("Verdict",)), ("verdict 30 JULY", True, ("Verdict",))):
        with pytest.raises(RevealingTitleError) as caught:
            rename(title, accepted=accepted)
        assert (caught.value.revealed, caught.value.is_whole) == (revealed, accepted)
        stage.session.refresh(item)
    rename("The verdict", accepted=True)
    rename("Our verdict")
    act(stage, "lift_now", item, "lead")
    rename("Verdict, 30 July")

    assert current_version(stage.session, item).title == "Verdict, 30 July"


def test_a_new_item_keeps_something_back_or_is_not_made(stage: Stage):
    over = Embargo(stage.now.replace(tzinfo=None), "UTC", stage.now)
    with pytest.raises(PastLiftError):
        stage.item(secrecy=replace(SECRECY, embargo=over))
    with pytest.raises(RevealingTitleError):
        stage.item(secrecy=replace(SECRECY, placeholder_title=ITEM_TEXT.title, reveals_nothing=True))
    assert stage.session.scalars(select(Guard.id)).all() == []
