"""A request that only reads asks for the same rows once; whoever writes asks each time."""

from collections.abc import Collection

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from scheduler.db import AppSession
from scheduler.request_cache import asked_once, asked_once_each, note_answer, note_answers

ASKED: list[object] = []


@asked_once
def counted(_session: Session, /, *asked: object, **more: object) -> int:
    ASKED.append((asked, more))
    return len(ASKED)


@asked_once_each
def doubled(_session: Session, ids: Collection[int]) -> dict[int, int]:
    ASKED.append(sorted(ids))
    return {ident: ident * 2 for ident in ids if ident < 10}


@pytest.fixture(autouse=True)
def nothing_asked() -> None:
    ASKED.clear()


@pytest.fixture
def reading(app: Flask) -> AppSession:
    with app.test_request_context(method="GET"):
        return AppSession()


@pytest.fixture
def writing(app: Flask) -> AppSession:
    with app.test_request_context(method="POST"):
        return AppSession()


def test_a_reading_session_asks_once(reading: AppSession) -> None:
    assert [counted(reading, 1), counted(reading, 1), counted(reading, 2), counted(reading, 1, at=3)] == [1, 1, 2, 3]


def test_sets_and_lists_that_hold_the_same_are_the_same(reading: AppSession) -> None:
    assert counted(reading, {1, 2}) == counted(reading, [2, 1]) == counted(reading, {1: "", 2: ""}.keys()) == 1


def test_a_writing_session_asks_each_time(writing: AppSession) -> None:
    assert [counted(writing, 1), counted(writing, 1)] == [1, 2]
    assert [doubled(writing, [1]), doubled(writing, [1])] == [{1: 2}, {1: 2}]
    assert ASKED[2:] == [[1], [1]]


def test_answers_belong_to_one_session(app: Flask, reading: AppSession) -> None:
    counted(reading, 1)
    with app.test_request_context(method="GET"):
        assert counted(AppSession(), 1) == 2


def test_by_id_only_what_is_not_known_is_asked(reading: AppSession) -> None:
    assert doubled(reading, [3, 1, 12]) == {3: 6, 1: 2}
    assert doubled(reading, {1, 4, 12}) == {1: 2, 4: 8}
    assert ASKED == [[1, 3, 12], [4]]


def test_what_another_query_brought_along_is_not_asked(reading: AppSession, writing: AppSession) -> None:
    for session in (reading, writing):
        note_answers(session, doubled, {1: 2})

    assert [doubled(session, [1, 2]) for session in (reading, writing)] == [{1: 2, 2: 4}] * 2
    assert ASKED == [[2], [1, 2]]


def test_after_a_rollback_everything_is_asked_anew(reading: AppSession) -> None:
    first = counted(reading, 1)
    reading.rollback()

    assert (first, counted(reading, 1)) == (1, 2)


def test_an_answer_that_came_along_is_not_asked(reading: AppSession, writing: AppSession) -> None:
    for session in (reading, writing):
        note_answer(session, counted, 7)

    assert [counted(session) for session in (reading, writing)] == [7, 1]
