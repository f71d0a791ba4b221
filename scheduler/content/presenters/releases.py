"""What the page of an upload of releases shows beside its form: what was found, left out, and stands in the way."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from scheduler.content.domain.import_settings import same_text
from scheduler.content.domain.release_finding import FoundRelease
from scheduler.content.labels import LEFT_OUT_LABELS
from scheduler.content.presenters.choices import NOBODY, Choices
from scheduler.content.services.release_reading import ReadRelease


@dataclass(frozen=True, slots=True)
class ReleaseCard:
    """A file of the page; `found` is None with the sentence why, and `is_double` says that it is there already."""

    number: int
    name: str
    found: FoundRelease | None
    error: str
    left_out: tuple[str, ...]
    is_double: bool = False


def release_cards(releases: Sequence[ReadRelease], known: Collection[tuple[str, date]]) -> list[ReleaseCard]:
    """Return the files in order; `known` are titles by day of what the person may read, as `same_text` has them."""
    seen = set(known)
    cards = []
    for number, one in enumerate(releases):
        place = (same_text(one.found.title), one.found.publish_on) if one.found and one.found.publish_on else None
        cards.append(
            ReleaseCard(
                number,
                one.name,
                one.found,
                one.error.render(_) if one.error else "",
                tuple(str(LEFT_OUT_LABELS[what]) for what in one.left_out),
                is_double=place in seen,
            )
        )
        seen |= {place} if place else set()
    return cards


def guessed_owner(found: FoundRelease, choices: Choices, person_id: int) -> tuple[int, int]:
    """Return the organisation whose boilerplate a release has, else the first, and the person if they act for it."""
    about = same_text(found.boilerplate)
    own = next((ident for ident, name in choices.own if same_text(name) in about), choices.own[0][0])
    staff: Mapping[int, frozenset[int]] = choices.staff
    return own, person_id if person_id in staff.get(own, frozenset()) else NOBODY
