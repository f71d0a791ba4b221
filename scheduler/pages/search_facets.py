"""The facets of the search: by what results can be narrowed, how many there are of each, and which were chosen."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.finding import Chosen, Found
from scheduler.agenda.reading import Selection
from scheduler.pages.filters import Choices
from scheduler.web.badges import STATES, badge_of

YEAR_DIGITS = 4

FACETS = {"kind": _l("Type"), "organisation": _l("Organisation"), "status": _l("Status"), "year": _l("Year")}
"""What each is called, by its name in addresses, in their order."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value that results have, how many have it, and what of the address chooses it or gives it up."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """What results can be narrowed by."""

    name: str
    label: str
    values: Sequence[FacetValue]

    @property
    def is_chosen(self) -> bool:
        """Say whether results are narrowed by it."""
        return any(value.is_chosen for value in self.values)


def chosen_facets(arguments: Mapping[str, str], viewer: Viewer, choices: Choices) -> dict[str, str]:
    """Return the values that an address asks for; what makes no sense, or is not for this viewer, narrows nothing."""
    year, organisation = arguments.get("year", ""), arguments.get("organisation", "")
    plain = Selection.parse({"organisation": [organisation]}).values.get("organisation", ()) if viewer.is_member else ()
    asked = {
        "kind": kind if (kind := arguments.get("kind", "")) in dict(choices.kinds) else "",
        "organisation": next(iter(plain), ""),
        "status": status if (status := arguments.get("status", "")) in STATES else "",
        "year": year if year.isascii() and year.isdigit() and len(year) == YEAR_DIGITS else "",
    }
    return {name: value for name, value in asked.items() if value}


def as_chosen(facets: Mapping[str, str]) -> Chosen:
    """Return the values that facets have in an address as the search asks for them."""
    organisation, year = (int(facets[name]) if name in facets else None for name in ("organisation", "year"))
    return Chosen(facets.get("kind"), organisation, facets.get("status"), year)


def narrowed(found: Found, chosen: Mapping[str, str], choices: Choices) -> tuple[int, tuple[Facet, ...]]:
    """Return how much has all chosen values, and every facet with how many results each value would leave."""
    left, counts = 0, {name: Counter[str]() for name in FACETS}
    for sort, count in found.sorts.items():
        values = {"kind": sort.kind, "status": sort.status, "year": str(sort.year)}
        missed = {name for name, value in values.items() if chosen.get(name, value) != value}
        missed |= set() if sort.theirs else {"organisation"}
        left += count if not missed else 0
        for name, value in values.items():
            counts[name][value] += count if missed <= {name} else 0
    counts["organisation"].update({str(ident): count for ident, count in found.organisations.items()})
    facets = (_facet(name, counts[name], chosen.get(name, ""), choices) for name in FACETS)
    return left, tuple(facet for facet in facets if len(facet.values) > 1 or facet.is_chosen)


def _facet(name: str, counts: Counter[str], chosen: str, choices: Choices) -> Facet:
    shown = (
        FacetValue(value, label, counts[value], value == chosen)
        for value, label in _labels(name, counts.keys() | ({chosen} - {""}), choices)
    )
    return Facet(name, str(FACETS[name]), tuple(value for value in shown if value.count or value.is_chosen))


def _labels(name: str, values: set[str], choices: Choices) -> Iterator[tuple[str, str]]:
    """Yield values with what each is called, in their order."""
    if name == "year":
        yield from ((year, year) for year in sorted(values, reverse=True))
    elif name == "status":
        order = [*STATES, *sorted(values - STATES.keys())]
        yield from ((state, str(badge_of(state).label)) for state in order if state in values)
    else:
        named = choices.kinds if name == "kind" else choices.organisations
        yield from ((str(value), label) for value, label in named if str(value) in values)
