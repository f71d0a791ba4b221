from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from scheduler.agenda.domain.visibility import Audience
from scheduler.content.domain.workflow import State
from scheduler.kits.domain.availability import READY, Availability, ItemStatus, availability

NOW = datetime(2027, 7, 1, 12, tzinfo=UTC)
OPEN = ItemStatus(
    is_concealed=False,
    exclusive_until=None,
    state=State.APPROVED,
    audience=Audience.COALITION,
    chosen=Audience.COALITION,
)


@pytest.mark.parametrize("state", State)
def test_what_is_kept_back_tells_nothing_else(state: State):
    for audience in Audience:
        status = replace(OPEN, is_concealed=True, state=state, audience=audience)
        assert availability(status, NOW) is Availability.CLOSED
    exclusive = replace(OPEN, state=state, exclusive_until=NOW + timedelta(seconds=1))
    assert availability(exclusive, NOW) is Availability.CLOSED


@pytest.mark.parametrize("state", State)
def test_only_what_is_approved_goes_out(state: State):
    stopped = state in {State.CANCELLED, State.WITHDRAWN}
    wanted = Availability.OPEN if state in READY else Availability.STOPPED if stopped else Availability.REVISED
    assert availability(replace(OPEN, state=state, exclusive_until=NOW), NOW) is wanted


def test_what_has_left_the_campaign_does_not_go_out():
    assert availability(replace(OPEN, is_in_campaign=False), NOW) is Availability.REVISED
    assert availability(replace(OPEN, is_in_campaign=False, is_concealed=True), NOW) is Availability.CLOSED


@pytest.mark.parametrize(
    ("chosen", "audience", "is_open"),
    [
        (Audience.COALITION, Audience.PUBLIC, True),
        (Audience.PEOPLE, Audience.PUBLIC, True),
        (Audience.ORGANISATIONS, Audience.ORGANISATIONS, True),
        (Audience.COALITION, Audience.ORGANISATIONS, False),
        (Audience.ORGANISATIONS, Audience.COALITION, False),
        (Audience.PEOPLE, Audience.PEOPLE, False),
    ],
)
def test_another_access_than_the_one_that_was_agreed_to_closes(chosen: Audience, audience: Audience, is_open: bool):
    found = availability(replace(OPEN, chosen=chosen, audience=audience), NOW)
    assert found is (Availability.OPEN if is_open else Availability.REVISED)
