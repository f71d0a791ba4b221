"""Several people answer at the same moment, on connections of their own."""

import threading
import uuid
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from scheduler.accounts.models import Person
from scheduler.agenda.models import Entry, Guard
from scheduler.agenda.visibility_sql import concealed
from scheduler.content.domain.workflow import State
from scheduler.content.models import Item, ItemComment, ItemOpening, ReviewRequest, SignOff
from scheduler.content.services.calendar_entries import republish
from scheduler.content.services.comments import add_comment
from scheduler.content.services.embargo import EmbargoContext, set_embargo
from scheduler.content.services.reviews import ReviewDraft, ask_for_reviews
from scheduler.content.services.signoffs import SignOffDraft, give_signoff
from scheduler.content.services.view_log import record_opening
from scheduler.db import AppSession
from tests.content.services.test_embargo import COALITION
from tests.content.stage import SECRECY, Stage, build_stage

Sessions = sessionmaker[AppSession]
Act = Callable[[AppSession], object]


def at_once(sessions: Sessions, *acts: Act) -> None:
    """Do several things at the same time, each in a transaction of its own; what one raises is raised here."""
    start, failures = threading.Barrier(len(acts)), list[Exception]()

    def run(act: Act) -> None:
        try:
            with sessions() as session:
                start.wait(timeout=20)
                act(session)
                session.commit()
        except Exception as error:  # noqa: BLE001 - handed to the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=40)
    assert failures == []


def staged(sessions: Sessions, act: Callable[[Stage], Item]) -> tuple[Stage, Item, str]:
    """Return a stage, an item that Old Port has said yes to, and the hash of its text; all of it committed."""
    session = sessions(expire_on_commit=False)
    stage = build_stage(session)
    item = act(stage)
    text_hash = stage.say(item, "port_lead", stage.port).text_hash
    session.commit()
    return stage, item, text_hash


def yes(stage: Stage, item: Item, who: str, organisation_id: int, text_hash: str, form_id: str = "") -> Act:
    draft = SignOffDraft(organisation_id, is_yes=True, text_hash=text_hash)
    form, context = form_id or str(uuid.uuid4()), stage.context(who)

    def act(session: AppSession) -> object:
        return give_signoff(session, session.get_one(Item, item.id), draft, form_id=form, context=context)

    return act


def test_two_leads_whose_yes_is_the_last_approve_together(sessions: Sessions):
    stage, item, text_hash = staged(sessions, lambda stage: stage.ask(stage.item(), stage.port, stage.kaagapay))

    at_once(
        sessions,
        yes(stage, item, "lead", stage.bay.id, text_hash),
        yes(stage, item, "manila_lead", stage.kaagapay.id, text_hash),
    )

    with sessions() as session:
        assert session.get_one(Item, item.id).state == State.APPROVED


def test_the_same_answer_sent_twice_at_once_is_one_row(sessions: Sessions):
    stage, item, text_hash = staged(sessions, lambda stage: stage.ask(stage.item(), stage.port, stage.kaagapay))
    act = yes(stage, item, "manila_lead", stage.kaagapay.id, text_hash, str(uuid.uuid4()))

    at_once(sessions, act, act, act)

    with sessions() as session:
        rows = session.scalars(select(SignOff).where(SignOff.organisation_id == stage.kaagapay.id)).all()
        assert len(rows) == 1


def test_comments_and_requests_sent_twice_at_once_are_made_once(sessions: Sessions):
    stage, item, _hash = staged(sessions, lambda stage: stage.ask(stage.item(), stage.port))
    form_id, by = str(uuid.uuid4()), stage.by("owner", item)
    stage.session.commit()
    draft = ReviewDraft(frozenset({stage.id("far_lead"), stage.id("manila_lead")}))

    def comment(session: AppSession) -> object:
        row = session.get_one(Item, item.id)
        return add_comment(session, row, "@Oda?", form_id=form_id, context=stage.context("port_lead"))

    def ask(session: AppSession) -> object:
        row = session.get_one(Item, item.id)
        return ask_for_reviews(session, row, draft, form_id=form_id, by=by, context=stage.context("owner"))

    at_once(sessions, comment, comment, ask, ask)

    with sessions() as session:
        assert len(session.scalars(select(ItemComment)).all()) == 1
        assert len(session.scalars(select(ReviewRequest)).all()) == 2


def test_openings_at_once_are_all_counted(sessions: Sessions):
    stage, item, _hash = staged(sessions, lambda stage: stage.ask(stage.item(), stage.port))

    def opened(session: AppSession) -> None:
        record_opening(session, item.id, stage.id("lead"), stage.now)

    at_once(sessions, opened, opened, opened)

    with sessions() as session:
        assert session.get_one(ItemOpening, (item.id, stage.id("lead"))).times == 3


@pytest.mark.engines("postgresql")
def test_an_embargo_set_meanwhile_holds_for_whoever_had_the_page_open(sessions: Sessions):
    stage, item, text_hash = staged(sessions, lambda stage: stage.ask(stage.item(), stage.port))
    by = stage.by("owner", item)
    stage.session.commit()
    with sessions() as reading, sessions() as setting:
        # As a page does: item and guard are loaded before anything is written.
        guard = reading.get_one(Guard, reading.get_one(Item, item.id).guard_id)
        assert not concealed(guard)
        row = setting.get_one(Item, item.id)
        hand = EmbargoContext(stage.context("owner"), {"content": republish})
        set_embargo(setting, row, COALITION, SECRECY, revision=row.revision, by=by, hand=hand)
        setting.commit()
        yes(stage, item, "lead", stage.bay.id, text_hash)(reading)
        reading.commit()

    with sessions() as session:
        query = select(Entry.own_title).where(Entry.source_kind == "content", Entry.removed_at.is_(None)).distinct()
        assert session.scalars(query).all() == [SECRECY.placeholder_title]


@pytest.mark.engines("postgresql")
def test_a_sign_off_keeps_the_name_that_the_person_took_meanwhile(sessions: Sessions):
    stage, item, text_hash = staged(sessions, lambda stage: stage.ask(stage.item(), stage.port))
    with sessions() as signing, sessions() as renaming:
        # As a page does: whoever signs is loaded before anything is locked.
        person = signing.get_one(Person, stage.id("lead"))
        assert person.name != "Leonor Vega"
        renaming.get_one(Person, stage.id("lead")).name = "Leonor Vega"
        renaming.commit()
        yes(stage, item, "lead", stage.bay.id, text_hash)(signing)
        signing.commit()

    with sessions() as session:
        query = select(SignOff.person_name).where(SignOff.organisation_id == stage.bay.id)
        assert session.scalars(query).all() == ["Leonor Vega"]


def test_people_who_ask_each_other_and_comment_at_once_do_not_block_each_other(sessions: Sessions):
    stage, item, _ = staged(sessions, lambda stage: stage.ask(stage.item(), stage.port))

    def ask(who: str, whom: str) -> Act:
        draft, by, context = ReviewDraft(frozenset({stage.id(whom)})), stage.by(who, item), stage.context(who)
        return lambda session: ask_for_reviews(
            session, session.get_one(Item, item.id), draft, form_id=str(uuid.uuid4()), by=by, context=context
        )

    def comment(who: str) -> Act:
        return lambda session: add_comment(
            session, session.get_one(Item, item.id), "@Oda @Mo", form_id=str(uuid.uuid4()), context=stage.context(who)
        )

    acts = [ask("owner", "editor"), ask("lead", "owner"), comment("editor"), comment("owner"), comment("lead")]
    stage.session.commit()

    at_once(sessions, *acts, *acts)

    with sessions() as session:
        assert len(session.scalars(select(ReviewRequest)).all()) == 2
        assert len(session.scalars(select(ItemComment)).all()) == 6
