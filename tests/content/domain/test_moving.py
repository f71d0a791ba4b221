"""Which items go along with their campaign: those on whose day nobody has relied."""

import pytest

from scheduler.content.domain.moving import moves_along
from scheduler.content.domain.workflow import State


@pytest.mark.parametrize("state", State)
def test_only_what_is_unscheduled_unsigned_and_under_no_embargo_moves(state: State):
    may_move = state in {State.IDEA, State.DRAFT, State.IN_REVIEW}

    assert moves_along(state, is_signed=False, is_concealed=False) == may_move
    assert not moves_along(state, is_signed=True, is_concealed=False)
    assert not moves_along(state, is_signed=False, is_concealed=True)
