"""What a filter makes of what stands in an address; tests/agenda/services/test_reading.py has what it keeps."""

import pytest

from scheduler.agenda.filters.concerning import ConcerningFilter
from scheduler.agenda.filters.kind import KindFilter
from scheduler.agenda.filters.organisation import OrganisationFilter
from scheduler.agenda.filters.protocol import EntryFilter
from scheduler.agenda.filters.registry import FILTERS
from scheduler.agenda.filters.series import SeriesFilter
from scheduler.agenda.filters.steward import StewardFilter
from scheduler.agenda.filters.text import TextFilter
from scheduler.agenda.filters.topic import TopicFilter


def test_every_filter_is_known_by_its_own_name() -> None:
    assert {name: row.name for name, row in FILTERS.items()} == {name: name for name in FILTERS}
    assert list(FILTERS) == sorted(FILTERS)


@pytest.mark.parametrize(
    ("row", "raw", "stored"),
    [
        (ConcerningFilter(), "7", "7"),
        (ConcerningFilter(), "me", None),
        (StewardFilter(), "7", "7"),
        (StewardFilter(), "me", None),
        (KindFilter(), "event", "event"),
        (KindFilter(), "Event", None),
        (KindFilter(), "", None),
        (OrganisationFilter(), "2147483647", "2147483647"),
        (OrganisationFilter(), "007", "7"),
        (OrganisationFilter(), "2147483648", None),
        (OrganisationFilter(), "0", None),
        (OrganisationFilter(), "-1", None),
        (OrganisationFilter(), "٧", None),
        (OrganisationFilter(), "1" * 5000, None),
        (SeriesFilter(), "observance:12", "observance:12"),
        (SeriesFilter(), "observance:", None),
        (SeriesFilter(), "observance:12\n", None),
        (SeriesFilter(), "observance:12'--", None),
        (TextFilter(), "  Joint   STATEMENT ", "joint statement"),
        (TextFilter(), "Straße", "strasse"),
        (TextFilter(), "a\x00b", "a b"),
        (TextFilter(), " \t ", None),
        (TextFilter(), "one two three four five six seven eight nine", "one two three four five six seven eight"),
        (TopicFilter(), "human-trafficking", "human-trafficking"),
        (TopicFilter(), "Human-trafficking", None),
        (TopicFilter(), "human--trafficking", None),
        (TopicFilter(), "a" * 41, None),
        (TopicFilter(), "labour\n", None),
    ],
)
def test_a_value_is_stored_in_one_form_or_refused(row: EntryFilter, raw: str, stored: str | None) -> None:
    assert row.parse(raw) == stored
