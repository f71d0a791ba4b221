"""What people follow: a series (`observance:12`, `campaign:7`, `bill:3`) or a topic (`topic:trafficking`)."""

from collections.abc import Collection
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, delete, select
from sqlalchemy.orm import Session

from scheduler.agenda.models import Follow
from scheduler.db import move_version, once


def follow(session: Session, person_id: int, target: str, now: datetime) -> None:
    """Start to follow; a second time changes nothing, also at the same moment."""

    def start() -> Follow:
        row = Follow(person_id=person_id, target=target, since=now)
        session.add(row)
        session.flush()
        # Feeds of what involves somebody hold what they follow.
        move_version(session)
        return row

    once(session, lambda: session.get(Follow, (person_id, target)), start)


def unfollow(session: Session, person_id: int, target: str) -> None:
    """Stop to follow; following nothing is no error."""
    session.execute(delete(Follow).where(Follow.person_id == person_id, Follow.target == target))
    move_version(session)


def followed(session: Session, person_id: int) -> frozenset[str]:
    """Return the targets that a person follows."""
    return frozenset(session.scalars(_followed(), {"person_id": person_id}))


# Asked by many pages: it takes longer to build than to answer.
@cache
def _followed() -> Select[str]:
    return select(Follow.target).where(Follow.person_id == bindparam("person_id"))


def stop_following_all(session: Session, person_id: int) -> None:
    """Stop to follow whatever a person follows, topics among it."""
    session.execute(delete(Follow).where(Follow.person_id == person_id))
    move_version(session)


def followers(session: Session, targets: Collection[str], *, before: datetime | None = None) -> dict[str, set[int]]:
    """Return the people who follow each of the targets, or did before a moment; every one asked for is in it."""
    found: dict[str, set[int]] = {target: set() for target in targets}
    query = select(Follow.target, Follow.person_id).where(Follow.target.in_(found))
    for target, person_id in session.execute(query if before is None else query.where(Follow.since < before)):
        found[target].add(person_id)
    return found


TOPIC = "topic:"
"""How the targets that are topics begin."""


def topics_followed(session: Session, person_id: int) -> frozenset[str]:
    """Return the topics that a person follows."""
    return frozenset(target.removeprefix(TOPIC) for target in followed(session, person_id) if target.startswith(TOPIC))


def follow_topics(session: Session, person_id: int, topics: Collection[str], now: datetime) -> None:
    """Follow just these topics; series that a person follows stay."""
    before = topics_followed(session, person_id)
    for topic in sorted(set(topics) - before):
        follow(session, person_id, TOPIC + topic, now)
    for topic in sorted(before - set(topics)):
        unfollow(session, person_id, TOPIC + topic)
