from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.agenda.services.changes import ChangeContext
from scheduler.campaigns.models import CampaignUndo, Task
from scheduler.campaigns.presenters.pages import campaigns_page, page_of_campaign
from scheduler.campaigns.queries.campaigns import CampaignFilter
from scheduler.campaigns.services.bulk import Picked, delete_tasks
from scheduler.campaigns.services.cleanup import forget_deleted
from scheduler.observances.models import Edition
from tests.campaigns.conftest import DAY, AddTask, Coalition, StartCampaign, viewer

ContextAs = Callable[[Person | None], ChangeContext]


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    seen: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    engine = session.connection().engine
    event.listen(engine, "before_cursor_execute", listen)
    yield seen
    event.remove(engine, "before_cursor_execute", listen)


def count_list(session: Session, coalition: Coalition, context: ChangeContext) -> int:
    session.expire_all()
    ana = viewer(session, coalition.ana)
    with statements(session) as seen:
        campaigns_page(session, ana, CampaignFilter(), 1, now=context.now, today=DAY)
    assert seen
    return len(seen)


def count_page(session: Session, coalition: Coalition, context: ChangeContext, public_id: str) -> int:
    session.expire_all()
    ana = viewer(session, coalition.ana)
    with statements(session) as seen:
        page = page_of_campaign(session, ana, public_id, context.now)
    assert page is not None
    assert seen
    return len(seen)


def test_the_list_takes_as_many_queries_for_three_as_for_one(
    session: Session, coalition: Coalition, start: StartCampaign, add: AddTask, context_as: ContextAs, edition: Edition
) -> None:
    context = context_as(coalition.ana)
    add(start(edition_id=edition.id))
    one = count_list(session, coalition, context)

    for title in ("Second", "Third"):
        add(start(title=title, edition_id=edition.id))

    assert count_list(session, coalition, context) == one


def test_the_page_takes_as_many_queries_for_many_tasks_as_for_one(
    session: Session, coalition: Coalition, start: StartCampaign, add: AddTask, context_as: ContextAs
) -> None:
    context, campaign = context_as(coalition.ana), start()
    add(campaign, assignee_id=coalition.ana.id)
    one = count_page(session, coalition, context, campaign.public_id)

    for person in (coalition.ben, coalition.cleo):
        add(campaign, assignee_id=person.id)

    assert count_page(session, coalition, context, campaign.public_id) == one


def test_after_30_days_deleted_tasks_and_old_undos_are_forgotten(
    session: Session, coalition: Coalition, start: StartCampaign, add: AddTask, context_as: ContextAs
) -> None:
    context, campaign = context_as(coalition.ana), start()
    add(campaign, "Stays", due_on=date(2027, 7, 1))
    gone = add(campaign, "Goes")
    delete_tasks(session, campaign, [Picked(gone.id, gone.revision)], context)

    def counts(after: timedelta) -> tuple[int | None, int | None]:
        forget_deleted(session, replace(context, now=context.now + after).now)
        return tuple(session.scalar(select(func.count()).select_from(model)) for model in (Task, CampaignUndo))  # type: ignore[return-value]

    assert counts(timedelta(hours=23)) == (2, 1)
    assert counts(timedelta(days=29)) == (2, 0)
    assert counts(timedelta(days=30)) == (1, 0)
