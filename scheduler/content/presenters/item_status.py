"""An item with its sign-off and reviews, and the people who have to do with it: of one item or of many at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from scheduler.accounts.queries.people import Profile, profiles_with_editors
from scheduler.accounts.reading import organisations_among
from scheduler.content.domain import signoff
from scheduler.content.models import Item, ItemVersion, ReviewRequest, SignOff
from scheduler.content.press_models import Pitch
from scheduler.content.queries.feedback import GivenAnswer
from scheduler.content.queries.listed import AnySeen, ListedItem, ListedVersion
from scheduler.content.services.signatory_editors import SignatoryEditors, editors_among
from scheduler.content.services.signoff_status import status_by


@dataclass(frozen=True, slots=True)
class People:
    """Those who may have to do something about some items, and coordinators, by id; and who can sign, by organisation.

    The editors are of the organisations that own or sign the items.
    """

    by_id: Mapping[int, Profile]
    editors: Mapping[int, SignatoryEditors]


AnswerT = TypeVar("AnswerT", bound=SignOff | GivenAnswer)
SeenT = TypeVar("SeenT", bound=AnySeen)


@dataclass(frozen=True)
class ItemWithStatus(Generic[AnswerT, SeenT]):
    """An item with its text and what is said beside it; `exclusives` are offers that nobody has answered yet."""

    seen: SeenT
    people: People
    reviews: Sequence[ReviewRequest]
    answers: Sequence[AnswerT]
    exclusives: Sequence[Pitch] = ()

    @cached_property
    def signoff_status(self) -> signoff.SignOffStatus:
        """How organisations stand to it; of many items only those in review are asked for it."""
        own, signatories = self.item.organisation_id, self.seen.signatories
        return status_by(own, self.version, signatories, self.answers, self.people.editors)

    @property
    def item(self) -> Item | ListedItem:
        """The item's own row."""
        return self.seen.item

    @property
    def version(self) -> ItemVersion | ListedVersion:
        """Its current text."""
        return self.seen.version


def people_about(
    session: Session,
    items: Sequence[AnySeen],
    person_ids: Collection[int],
    now: datetime,
    *,
    owners: Collection[int] | None = None,
) -> People:
    """Return the people of some items, with others whom a page names; two queries.

    Of the owners of many items a page may name few: these alone, if it says which.
    """
    concerned = _concerned(items)
    people = profiles_with_editors(session, {*(_owners(items) if owners is None else owners), *person_ids}, concerned)
    organisations = organisations_among(session, concerned)
    return People(people, editors_among(people.values(), organisations, concerned, now))


def _concerned(items: Iterable[AnySeen]) -> set[int]:
    return {ident for one in items for ident in (one.item.organisation_id, *one.signatories)}


def _owners(items: Iterable[AnySeen]) -> set[int]:
    return {one.item.owner_id for one in items if one.item.owner_id is not None}


def with_status(
    one: SeenT,
    people: People,
    answers: Sequence[AnswerT],
    reviews: Sequence[ReviewRequest],
    exclusives: Sequence[Pitch] = (),
) -> ItemWithStatus[AnswerT, SeenT]:
    """Return an item with how organisations stand to it, by all answers and all open requests for a review."""
    return ItemWithStatus(one, people, reviews, answers, exclusives)
