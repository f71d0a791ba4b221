from collections.abc import Collection

import pytest

from scheduler.accounts.domain.roles import MemberRole
from scheduler.reminders.domain.choices import DEFAULTS, OWN_WORK, Delivery, Standing, standing_of
from scheduler.reminders.kinds.registry import KINDS


@pytest.mark.parametrize(
    ("roles", "is_coordinator", "standing"),
    [
        ([], False, Standing.MEMBER),
        ([MemberRole.MEMBER], False, Standing.MEMBER),
        ([MemberRole.MEMBER, MemberRole.EDITOR], False, Standing.EDITOR),
        ([MemberRole.EDITOR, MemberRole.LEAD], False, Standing.LEAD),
        ([MemberRole.LEAD], True, Standing.COORDINATOR),
    ],
)
def test_defaults_go_by_what_somebody_has_most_to_do_as(
    roles: Collection[MemberRole], is_coordinator: bool, standing: Standing
) -> None:
    assert standing_of(roles, is_coordinator=is_coordinator) is standing


def test_nobody_misses_by_default_what_others_wait_for() -> None:
    assert all(DEFAULTS[one][kind].delivery is Delivery.AT_ONCE for one in Standing for kind in OWN_WORK)
    assert set().union(*DEFAULTS.values()) == KINDS.keys()
