import pytest

from scheduler.agenda.domain.sight import Viewer
from scheduler.campaigns.domain.permissions import Permissions, permissions

LEADING, PARTNER, OUTSIDE = 1, 2, 3
ORGANISATIONS = frozenset({LEADING, PARTNER})
ALL = frozenset({LEADING, PARTNER, OUTSIDE})
NOBODY: frozenset[int] = frozenset()


def viewer(*desks: int, coordinator: bool = False) -> Viewer:
    return Viewer(7, is_member=True, is_coordinator=coordinator, organisations=frozenset(desks), desks=frozenset(desks))


@pytest.mark.parametrize(
    ("who", "leads", "expected"),
    [
        (viewer(LEADING), (), Permissions(True, True, frozenset({OUTSIDE}), frozenset({PARTNER}))),
        (viewer(coordinator=True), (), Permissions(True, True, frozenset({OUTSIDE}), frozenset({PARTNER}))),
        (viewer(PARTNER), (), Permissions(False, True, NOBODY, NOBODY)),
        (viewer(PARTNER), (PARTNER,), Permissions(False, True, NOBODY, frozenset({PARTNER}))),
        (viewer(OUTSIDE), (OUTSIDE,), Permissions(False, False, frozenset({OUTSIDE}), NOBODY)),
        (viewer(OUTSIDE), (), Permissions(False, False, NOBODY, NOBODY)),
        (viewer(), (), Permissions(False, False, NOBODY, NOBODY)),
    ],
)
def test_permissions(who: Viewer, leads: tuple[int, ...], expected: Permissions) -> None:
    assert permissions(who, leads, LEADING, ORGANISATIONS, ALL) == expected
