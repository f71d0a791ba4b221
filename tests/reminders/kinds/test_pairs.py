"""Who is reminded of what: each kind picks its people and entries and no others."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from scheduler.accounts.models import MemberRole
from scheduler.agenda.models import Entry, EntryKind, Involvement
from scheduler.agenda.services.entry_drafts import Source
from scheduler.agenda.services.follows import follow
from scheduler.reminders.kinds.date_wanted import DateWanted
from scheduler.reminders.kinds.followed import Followed
from scheduler.reminders.kinds.lift import Lift
from scheduler.reminders.kinds.organisation_item import OrganisationItem
from scheduler.reminders.kinds.own_item import OwnItem
from scheduler.reminders.kinds.protocol import Among, ReminderKind
from scheduler.reminders.kinds.review_due import ReviewWaiting
from scheduler.reminders.kinds.signoff_due import SignoffDue
from scheduler.reminders.kinds.task_due import TaskDue
from tests.factories import organisation, person
from tests.reminders.services.conftest import published

__all__ = ["published"]

CASES = [
    (OwnItem(), EntryKind.CONTENT, Involvement.OWNER, ""),
    (TaskDue(), EntryKind.TASK, Involvement.ASSIGNEE, ""),
    (ReviewWaiting(), EntryKind.DEADLINE, Involvement.REVIEWER, "review:4"),
    (SignoffDue(), EntryKind.DEADLINE, Involvement.REVIEWER, "signoff:2"),
    (Lift(), EntryKind.DEADLINE, Involvement.PARTICIPATES, "lift"),
    (DateWanted(), EntryKind.DEADLINE, Involvement.STEWARD, "ask"),
]
ALL_CASES = [(kind, involvement, part) for _reminder, kind, involvement, part in CASES]


@pytest.mark.parametrize(("reminder", "kind", "involvement", "part"), CASES)
def test_a_kind_takes_its_own_and_no_others(
    session: Session,
    published: Callable[..., Entry],
    reminder: ReminderKind,
    kind: EntryKind,
    involvement: Involvement,
    part: str,
) -> None:
    ana = person(session, "Ana", (organisation(session), MemberRole.EDITOR))
    made = {}
    for number, (entry_kind, how, entry_part) in enumerate(ALL_CASES, start=1):
        source = Source("row", number, entry_part)
        entry = published(source=source, kind=entry_kind, people=[(ana.id, how)], title=f"Row {number}")
        made[entry_kind, how, entry_part] = entry.id

    assert session.execute(reminder.pairs(Among(list(made.values())))).all() == [
        (ana.id, made[kind, involvement, part])
    ]


def test_followers_are_reminded_once_however_they_follow(
    session: Session, published: Callable[..., Entry], now
) -> None:
    ana, ben = (person(session, name) for name in ("Ana", "Ben"))
    entry = published(topics=["trafficking"])
    published(source=Source("content", 9), kind=EntryKind.CONTENT, topics=["trafficking"], series="")
    follow(session, ana.id, "observance:1", now)
    follow(session, ana.id, "topic:trafficking", now)
    follow(session, ben.id, "topic:labour", now)

    assert session.execute(Followed().pairs(Among([entry.id]))).all() == [(ana.id, entry.id)]


def test_members_are_reminded_of_what_their_organisation_publishes_but_of_their_own_by_its_own_kind(
    session: Session, published: Callable[..., Entry]
) -> None:
    bay, port = organisation(session, "Bay"), organisation(session, "Port")
    roles = (("Ana", bay), ("Ben", bay), ("Cleo", port))
    ana, ben, _cleo = (person(session, name, (where, MemberRole.EDITOR)) for name, where in roles)
    values = {"kind": EntryKind.CONTENT, "organisation_id": bay.id, "people": [(ana.id, Involvement.OWNER)]}
    post = published(source=Source("content", 9), **values)
    task = published(source=Source("task", 9), **values | {"kind": EntryKind.TASK})

    assert session.execute(OrganisationItem().pairs(Among([post.id, task.id]))).all() == [(ben.id, post.id)]
