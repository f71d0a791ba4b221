"""Every filter of entries by its name."""

from scheduler.agenda.filters.concerning import ConcerningFilter
from scheduler.agenda.filters.kind import KindFilter
from scheduler.agenda.filters.organisation import OrganisationFilter
from scheduler.agenda.filters.protocol import EntryFilter
from scheduler.agenda.filters.series import SeriesFilter
from scheduler.agenda.filters.status import StatusFilter
from scheduler.agenda.filters.steward import StewardFilter
from scheduler.agenda.filters.text import TextFilter
from scheduler.agenda.filters.topic import TopicFilter

FILTERS: dict[str, EntryFilter] = {
    "concerning": ConcerningFilter(),
    "kind": KindFilter(),
    "organisation": OrganisationFilter(),
    "series": SeriesFilter(),
    "status": StatusFilter(),
    "steward": StewardFilter(),
    "text": TextFilter(),
    "topic": TopicFilter(),
}
