"""Who may do what about an embargo, by role, by the embargo group, and by what stands."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.agenda.domain.embargo_rights import EmbargoRights, embargo_rights
from scheduler.agenda.domain.visibility import Audience, GuardRules, Viewer

NOW = datetime(2027, 7, 1, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
OWN = 7


def rights(who: str, *, inside: bool, **guard: object) -> EmbargoRights:
    viewer = Viewer(1, is_member=True, is_coordinator=who == "coordinator", editor_of=frozenset({OWN}))
    embargo_group = frozenset({1}) if inside else frozenset({2})
    values: dict[str, object] = {"embargo_at": LATER} | guard
    rules = GuardRules(Audience.COALITION, embargo_group_people=embargo_group, **values)  # type: ignore[arg-type]
    return embargo_rights(viewer, rules, NOW, is_lead=who == "lead")


@pytest.mark.parametrize(
    ("who", "inside", "expected"),
    [
        ("lead", True, EmbargoRights(hold=True, lift=True)),
        ("lead", False, EmbargoRights(hold=True)),
        ("coordinator", True, EmbargoRights(hold=True, lift=True)),
        ("coordinator", False, EmbargoRights(hold=True, emergency_access=True)),
        ("editor", True, EmbargoRights()),
        ("editor", False, EmbargoRights()),
    ],
)
def test_while_it_lasts(who: str, inside: bool, expected: EmbargoRights) -> None:
    assert rights(who, inside=inside) == expected


@pytest.mark.parametrize("who", ["lead", "coordinator", "editor"])
@pytest.mark.parametrize("inside", [True, False])
def test_without_an_embargo_and_after_the_lift_nobody_may_anything(who: str, inside: bool) -> None:
    assert rights(who, inside=inside, embargo_at=None) == EmbargoRights()
    assert rights(who, inside=inside, embargo_at=None, held=True) == EmbargoRights()
    assert rights(who, inside=inside, revealed_at=NOW) == EmbargoRights()


@pytest.mark.parametrize(
    ("who", "inside", "embargo_at", "release"),
    [
        ("lead", True, LATER, True),
        ("lead", True, NOW, True),
        ("lead", False, LATER, True),
        ("lead", False, NOW, False),
        ("coordinator", False, LATER, True),
        ("coordinator", False, NOW, False),
        ("coordinator", True, NOW, True),
        ("editor", True, LATER, False),
    ],
)
def test_a_hold_whose_embargo_is_over_is_released_by_whoever_may_lift(
    who: str, inside: bool, embargo_at: datetime, release: bool
) -> None:
    found = rights(who, inside=inside, embargo_at=embargo_at, held=True)

    assert (found.release, found.hold) == (release, False)
