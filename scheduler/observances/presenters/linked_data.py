"""The dates of an observance as search engines read them."""

from typing import Any

from scheduler.observances.presenters.observance import ObservancePage
from scheduler.web.linked_data import PublicEvent, linked_data


def dates_data(page: ObservancePage, base_url: str, path: str) -> dict[str, Any] | None:
    """Return the JSON-LD of the coming dates that are planned; None where the observance is in no calendar."""
    observance = page.observance
    if observance.registered_at is None:
        return None
    return linked_data(
        base_url,
        (
            PublicEvent(
                name=observance.name,
                path=f"{path}#{edition.period}",
                starts=edition.first_day,
                ends=edition.last_day,
                previous=edition.moved_from.first_day if edition.moved_from is not None else None,
                is_cancelled=edition.is_cancelled,
                description=edition.theme or page.rule[:1].upper() + page.rule[1:],
                place=page.place,
                organiser=observance.organiser,
                same_as=edition.official_url or observance.url,
            )
            for edition in page.coming
            # Search engines have no word for a day that is only expected.
            if edition.first_day is not None and edition.is_planned and not edition.is_expected
        ),
    )
