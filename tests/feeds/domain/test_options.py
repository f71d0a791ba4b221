"""Options of a feed: closed lists, and nothing is stored of what is usual."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.feeds.domain.options import CHOICES, STANDARD, Alarm, Cancelled, FeedOptions
from scheduler.feeds.labels import AHEAD_LABELS, ALARM_LABELS, BACK_LABELS, CANCELLED_LABELS

OPTIONS = st.builds(FeedOptions, **{name: st.sampled_from(tuple(choices)) for name, choices in CHOICES.items()})


@given(OPTIONS)
def test_what_is_stored_is_read_back_and_the_usual_is_not_stored(options: FeedOptions) -> None:
    stored = options.stored()
    assert FeedOptions.parse(stored) == options
    assert (stored == {}) is (options == STANDARD)


@given(st.dictionaries(st.sampled_from([*CHOICES, "kind"]), st.lists(st.text(max_size=5), max_size=3)))
def test_what_is_no_choice_changes_nothing(raw: dict[str, list[str]]) -> None:
    known = {name: {str(choice) for choice in choices} for name, choices in CHOICES.items()}
    odd = {name: [value for value in values if value not in known.get(name, ())] for name, values in raw.items()}
    assert FeedOptions.parse(odd) == STANDARD


@pytest.mark.parametrize(
    ("alarm", "is_timed", "before"),
    [
        (Alarm.NONE, True, None),
        (Alarm.DAY, True, timedelta(days=1)),
        (Alarm.DAY, False, timedelta(hours=15)),
        (Alarm.HOUR, True, timedelta(hours=1)),
        (Alarm.HOUR, False, None),
    ],
)
def test_alarms(alarm: Alarm, is_timed: bool, before: timedelta | None) -> None:
    assert FeedOptions(alarm=alarm).trigger(is_timed=is_timed) == (None if before is None else -before)


def test_every_choice_has_a_label() -> None:
    labels: dict[str, Mapping[Any, object]] = {
        "back": BACK_LABELS,
        "ahead": AHEAD_LABELS,
        "alarm": ALARM_LABELS,
        "cancelled": CANCELLED_LABELS,
    }
    assert {name: list(choices) for name, choices in CHOICES.items()} == {name: [*one] for name, one in labels.items()}
    assert Cancelled.MARKED is STANDARD.cancelled
