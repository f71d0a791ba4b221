"""A process that answers requests looks for garbage seldom, and never again through what stood when it started."""

import gc
from collections.abc import Iterator

import pytest

from scheduler.serving import garbage


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    # What is frozen by now stays so: tests freeze what they have loaded as well.
    gc.set_threshold(*thresholds)


def test_what_stands_is_left_alone_and_the_rest_looked_through_less_often():
    before = gc.get_freeze_count()

    garbage.settle()

    assert gc.get_freeze_count() > before
    assert gc.get_threshold() == garbage.THRESHOLDS
    assert gc.isenabled()
