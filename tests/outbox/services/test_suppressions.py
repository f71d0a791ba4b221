from datetime import datetime

import pytest

from scheduler.db import AppSession
from scheduler.outbox.models import Message, Stream
from scheduler.outbox.services import is_suppressed, suppress, suppressed, suppressed_by, unsuppress
from tests.factories import person


def test_suppressions_are_kept_for_each_person_once(session: AppSession, now: datetime):
    ana, ben = person(session, "Ana"), person(session, "Ben")

    for _ in range(2):
        suppress(session, ana.id, Stream.REMINDER, "*", now)
    suppress(session, ana.id, Stream.NOTICE, "moved", now)

    assert suppressed(session, ana.id) == {(Stream.REMINDER, "*"), (Stream.NOTICE, "moved")}
    assert suppressed(session, ben.id) == set()
    assert suppressed_by(session, [ana.id, ben.id]) == {ana.id: suppressed(session, ana.id)}


def test_a_suppression_ends_in_its_own_scope_only(session: AppSession, now: datetime):
    ana = person(session, "Ana")
    suppress(session, ana.id, Stream.REMINDER, "*", now)
    suppress(session, ana.id, Stream.REMINDER, "lead", now)

    unsuppress(session, ana.id, Stream.REMINDER, "*")

    assert suppressed(session, ana.id) == {(Stream.REMINDER, "lead")}


def test_account_mail_cannot_be_suppressed(session: AppSession, now: datetime):
    with pytest.raises(ValueError, match="account"):
        suppress(session, person(session).id, Stream.ACCOUNT, "*", now)


@pytest.mark.parametrize(
    ("scope", "covered"),
    [("*", True), ("lead", True), ("entry:5", True), ("overdue", False), ("entry:6", False), ("entry:None", False)],
)
def test_a_scope_covers_all_one_kind_or_one_entry(scope: str, covered: bool):
    message = Message(stream=Stream.REMINDER, kind="lead", entry_id=5)

    assert is_suppressed(message, {(Stream.REMINDER, scope)}) is covered
    assert is_suppressed(message, {(Stream.NOTICE, scope)}) is False


def test_account_mail_is_never_covered():
    message = Message(stream=Stream.ACCOUNT, kind="reset")

    assert is_suppressed(message, {(Stream.ACCOUNT, "*")}) is False
