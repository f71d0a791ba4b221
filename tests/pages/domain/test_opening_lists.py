"""The lists that a coordinator types when a coalition starts."""

import pytest

from scheduler.accounts.domain.roles import MemberRole
from scheduler.pages.domain.opening_lists import Fault, Invitee, Problem, read_invitees, read_names

PLACES = {"Lantern Bay": 1, "Hope, Light & Co": 2}


def test_names_are_one_a_line_and_blank_lines_do_not_count():
    assert read_names("Lantern Bay\n\n  Old Port  \r\n", []) == (["Lantern Bay", "Old Port"], [])


def test_names_that_are_there_already_or_twice_or_too_long_are_told_by_line():
    names, problems = read_names("lantern bay\nOld Port\nOLD PORT\n" + "x" * 161, ["Lantern Bay"])

    assert names == ["Old Port"]
    assert problems == [
        Problem(1, Fault.TAKEN, "lantern bay"),
        Problem(3, Fault.TWICE, "OLD PORT"),
        Problem(4, Fault.TOO_LONG, "x" * 160),
    ]


def test_so_many_lines_are_no_coalition():
    text = "\n".join(f"Place {number}" for number in range(301))

    assert read_names(text, [])[1] == [Problem(301, Fault.TOO_MANY_LINES)]


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
        ("ana@bay.example", Problem(1, Fault.NOT_THREE_PARTS, "ana@bay.example")),
        ("ana@bay.example, , lead", Problem(1, Fault.NOT_THREE_PARTS, "ana@bay.example, , lead")),
        ("ana, Lantern Bay, lead", Problem(1, Fault.BAD_ADDRESS, "ana")),
        ("ana@bay.example, Nowhere, lead", Problem(1, Fault.UNKNOWN_ORGANISATION, "Nowhere, lead")),
        ("ana@bay.example, Lantern Bay, boss", Problem(1, Fault.UNKNOWN_ROLE, "boss")),
        (",,,", Problem(1, Fault.NOT_THREE_PARTS, ",,,")),
    ],
)
def test_line_that_cannot_be_read_says_what_is_wrong(line: str, problem: Problem):
    assert read_invitees(line, PLACES) == ([], [problem])


def test_same_person_twice_in_one_place_is_told_and_in_two_places_is_fine():
    text = "a@b.example, Lantern Bay\na@b.example, Hope, Light & Co\nA@b.example, Lantern Bay, lead"

    invitees, problems = read_invitees(text, PLACES)

    assert [invitee.organisation_id for invitee in invitees] == [1, 2]
    assert problems == [Problem(3, Fault.TWICE, "a@b.example")]
