"""The lists that a coordinator types when a coalition starts."""

import pytest

from scheduler.accounts.domain.names import Blemish, NameFault
from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.domain.skeletons import keys_of
from scheduler.pages.domain.bulk_entry import Invitee, Known, LineError, Problem, read_invitees, read_names

PLACES = {"Lantern Bay": 1, "Hope, Light & Co": 2}


def test_names_are_one_a_line_and_blank_lines_do_not_count():
    assert read_names("Lantern Bay\n\n  Old Port  \r\n", [], {}) == (["Lantern Bay", "Old Port"], [])


def claimed(name: str, *, is_closed: bool) -> dict[str, Known]:
    return dict.fromkeys(keys_of(name), Known(name, is_closed))


def test_names_that_nobody_can_have_are_told_by_line():
    text = "lantern bay\nOld Port\nOLD PORT\n" + "x" * 161 + "\nOld\u200bport\n0ld Port"

    names, problems = read_names(text, [], claimed("Lantern Bay", is_closed=True))

    assert names == ["Old Port"]
    assert problems == [
        Problem(1, LineError.CLOSED, "lantern bay", "Lantern Bay"),
        Problem(3, LineError.TWICE, "OLD PORT"),
        Problem(4, LineError.TOO_LONG, "x" * 160),
        Problem(5, LineError.BLEMISHED, "Old\u200bport", blemish=Blemish(NameFault.HIDDEN, "\u200b", place=3)),
        Problem(6, LineError.LOOKS_LIKE, "0ld Port", "Old Port"),
    ]


def test_names_that_are_there_are_left_alone_and_what_looks_like_them_is_told():
    names, problems = read_names(
        "Lantern\u00a0Bay\nLantem Bay", ["Lantern Bay"], claimed("Lantern Bay", is_closed=False)
    )

    assert names == []
    assert problems == [Problem(2, LineError.LOOKS_LIKE, "Lantem Bay", "Lantern Bay")]


def test_so_many_lines_are_no_coalition():
    text = "\n".join(f"Place {number}" for number in range(301))

    assert read_names(text, [], {})[1] == [Problem(301, LineError.TOO_MANY_LINES)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Ana@Bay.Example, Lantern Bay, lead", Invitee(1, "ana@bay.example", 1, MemberRole.LEAD)),
        ("ana@bay.example; lantern bay; Editor", Invitee(1, "ana@bay.example", 1, MemberRole.EDITOR)),
        ("ana@bay.example\tLantern Bay", Invitee(1, "ana@bay.example", 1, MemberRole.MEMBER)),
        ("ana@bay.example, Hope, Light & Co, lead", Invitee(1, "ana@bay.example", 2, MemberRole.LEAD)),
        ("ana@bay.example, Hope, Light & Co", Invitee(1, "ana@bay.example", 2, MemberRole.MEMBER)),
    ],
)
def test_person_is_read(line: str, expected: Invitee):
    assert read_invitees(line, PLACES) == ([expected], [])


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("ana@bay.example", Problem(1, LineError.NOT_THREE_PARTS, "ana@bay.example")),
        ("ana@bay.example, , lead", Problem(1, LineError.NOT_THREE_PARTS, "ana@bay.example, , lead")),
        ("ana, Lantern Bay, lead", Problem(1, LineError.BAD_ADDRESS, "ana")),
        ("ana@bay.example, Nowhere, lead", Problem(1, LineError.UNKNOWN_ORGANISATION, "Nowhere, lead")),
        ("ana@bay.example, Lantern Bay, boss", Problem(1, LineError.UNKNOWN_ROLE, "boss")),
        (",,,", Problem(1, LineError.NOT_THREE_PARTS, ",,,")),
    ],
)
def test_line_that_cannot_be_read_says_what_is_wrong(line: str, problem: Problem):
    assert read_invitees(line, PLACES) == ([], [problem])


@pytest.mark.parametrize(
    ("line", "problems"),
    [
        ("ana, Nowhere, lead", [(LineError.BAD_ADDRESS, "ana"), (LineError.UNKNOWN_ORGANISATION, "Nowhere, lead")]),
        ("ana@, Lantern Bay, boss", [(LineError.BAD_ADDRESS, "ana@"), (LineError.UNKNOWN_ROLE, "boss")]),
        ("アナ, Phare, 代表", [(LineError.BAD_ADDRESS, "アナ"), (LineError.UNKNOWN_ORGANISATION, "Phare, 代表")]),
    ],
)
def test_everything_that_is_wrong_with_a_line_is_told_at_once(line: str, problems: list[tuple[LineError, str]]):
    assert read_invitees(line, PLACES) == ([], [Problem(1, fault, text) for fault, text in problems])


def test_same_person_twice_in_one_place_is_told_and_in_two_places_is_fine():
    text = "a@b.example, Lantern Bay\na@b.example, Hope, Light & Co\nA@b.example, Lantern Bay, lead"

    invitees, problems = read_invitees(text, PLACES)

    assert [invitee.organisation_id for invitee in invitees] == [1, 2]
    assert problems == [Problem(3, LineError.TWICE, "a@b.example")]
