"""What pages show of boilerplates and media contacts: of one organisation, and of those that a text is from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.services.naming import names_with_organisations
from scheduler.content.domain.item_text import ItemText, normalise_text
from scheduler.content.domain.kinds import KINDS, Field, Kind
from scheduler.content.domain.press_texts import PressOffer, PressPart, inserted, is_outdated, texts_in
from scheduler.content.queries.items import Seen
from scheduler.content.queries.press_texts import (
    PressDetails,
    PressVersions,
    press_details,
    press_languages,
    press_saves,
    press_versions,
)
from scheduler.web.pagination import Page


@dataclass(frozen=True, slots=True)
class PressSave:
    """One version: of which part, by whom and when; an empty text took back what was there before."""

    part: PressPart
    text: str
    author: str
    at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class PressPage:
    """What an organisation keeps in one language, its versions, and the languages that there are."""

    language: str
    languages: Sequence[str]
    details: PressDetails
    saves: Page[PressSave]


@dataclass(frozen=True, slots=True)
class OutdatedPart:
    """A part of which an older version stands in the text; `name` is the organisation's."""

    organisation_id: int
    name: str
    part: PressPart


@dataclass(frozen=True, slots=True)
class PressTexts:
    """What the organisations of an item keep ready, as far as it can go into its text or stands in it.

    `organisations` are the owning one and those that sign, in the order of the list of sign-offs.
    """

    organisations: Sequence[int] = ()
    found: PressVersions = field(default_factory=PressVersions)

    @property
    def offers(self) -> tuple[PressOffer, ...]:
        """Return what can be put in, for any language first; nothing where no organisation keeps anything."""
        kept = {(one.part, one.language) for one in self.found.rows if one.is_newest and one.text}
        languages = sorted({language for _part, language in kept})
        return tuple(PressOffer(part, tag) for part in PressPart for tag in languages if (part, tag) in kept)

    def with_inserted(self, typed: Mapping[PressPart, str], value: str) -> dict[PressPart, str]:
        """Return the texts with what a button asks for behind what was typed; an unknown button changes nothing."""
        texts = dict(typed)
        for offer in self.offers:
            if offer.value == value:
                of_part = [one for one in self.found.rows if one.part == offer.part]
                texts[offer.part] = inserted(texts[offer.part], texts_in(of_part, self.organisations, offer.language))
        return texts

    def outdated(self, texts: Mapping[PressPart, str]) -> tuple[OutdatedPart, ...]:
        """Return the parts of which an older version stands in the texts, in the order of organisations."""
        return tuple(
            OutdatedPart(ident, self.found.names[ident], part)
            for ident in self.organisations
            for part in PressPart
            if is_outdated(
                normalise_text(texts.get(part, "")),
                [one for one in self.found.rows if (one.organisation_id, one.part) == (ident, part)],
            )
        )


def press_page(session: Session, organisation_id: int, language: str, page: int) -> PressPage:
    """Return what the page of an organisation's press details shows in a language."""
    details = press_details(session, organisation_id, language)
    saves = press_saves(session, organisation_id, language, page)
    people = names_with_organisations(session, {row.person_id for row in saves.items if row.person_id is not None})
    rows = [
        PressSave(PressPart(row.part), row.text, people.get(row.person_id or 0, ""), row.at, row.id in details.row_ids)
        for row in saves.items
    ]
    languages = sorted({"", language, *press_languages(session, organisation_id)})
    return PressPage(language, languages, details, Page(rows, saves.number, saves.per_page, saves.total))


def parts_of(text: ItemText) -> dict[PressPart, str]:
    """Return the parts of a text that organisations keep ready."""
    return {part: getattr(text, part.value) for part in PressPart}


def press_texts(session: Session, seen: Seen, texts: Mapping[PressPart, str]) -> PressTexts:
    """Return what the organisations of an item keep ready; the database is asked once, and not for kinds without it."""
    if not takes_press_texts(Kind(seen.item.kind)):
        return PressTexts()
    organisations = (seen.item.organisation_id, *seen.signatories)
    # What is typed is asked for before it is refused, and PostgreSQL takes no NUL.
    given = {part: normalise_text(text.replace("\x00", "")) for part, text in texts.items()}
    return PressTexts(organisations, press_versions(session, organisations, given))


def outdated_press(session: Session, seen: Seen) -> tuple[OutdatedPart, ...]:
    """Return the parts of an item's saved text that are older versions; an item without them asks nothing."""
    texts = parts_of(seen.text)
    return press_texts(session, seen, texts).outdated(texts) if any(texts.values()) else ()


def takes_press_texts(kind: Kind) -> bool:
    """Say whether a kind has fields for what organisations keep ready."""
    return {Field(part.value) for part in PressPart} <= set(KINDS[kind].fields)
