"""How the organisations concerned stand to an item's text as it is now."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from sqlalchemy.orm import Session

from scheduler.accounts.reading import organisation_names
from scheduler.content.domain.binding import counted_hash, present_hash
from scheduler.content.domain.signoff import (
    AnswerRole,
    BlockerCode,
    RecordedAnswer,
    SignOffStatus,
    signoff_status,
)
from scheduler.content.models import Answer, Item, ItemVersion, SignOff
from scheduler.content.queries.feedback import GivenAnswer
from scheduler.content.queries.listed import ListedVersion
from scheduler.content.queries.unguarded import current_version, current_versions, sign_offs_of, signatory_ids
from scheduler.content.services.signatory_editors import SignatoryEditors, editors_of_signatories

_WAITS_ON_ITS_PEOPLE = frozenset(
    {BlockerCode.AWAITING, BlockerCode.VOID, BlockerCode.OTHER_LEAD_NEEDED, BlockerCode.SECOND_PERSON_NEEDED}
)


class LoadedItem:
    """An item with what its sign-off rests on, each loaded once and handed on within one transaction.

    Whoever writes makes it after locking the item, and another one when the text, the plan or an answer has changed.
    """

    def __init__(self, session: Session, item: Item, now: datetime) -> None:
        """Name the item; `now` decides which leads are away, so that their deputies may answer."""
        self.item = item
        self.now = now
        self._session = session

    @cached_property
    def version(self) -> ItemVersion:
        """Return the text as it is now."""
        return current_version(self._session, self.item)

    @cached_property
    def signatories(self) -> tuple[int, ...]:
        """Return the organisations that sign besides the owning one, ascending."""
        return signatory_ids(self._session, self.item)

    @cached_property
    def sign_offs(self) -> Sequence[SignOff]:
        """Return every answer that organisations gave, oldest first."""
        return sign_offs_of(self._session, self.item)

    @cached_property
    def editors(self) -> Mapping[int, SignatoryEditors]:
        """Return who can sign for the owning organisation and for each signatory."""
        return editors_of_signatories(self._session, {self.item.organisation_id, *self.signatories}, self.now)

    @cached_property
    def owner_name(self) -> str:
        """Return the name of the owning organisation."""
        own = self.item.organisation_id
        if "editors" in self.__dict__:
            return self.editors[own].name
        return organisation_names(self._session, [own]).get(own, "")

    @cached_property
    def status(self) -> SignOffStatus:
        """Return how the organisations stand to the text as it is now, the owning one first, and what is lacking."""
        own = self.item.organisation_id
        return status_by(own, self.version, self.signatories, self.sign_offs, self.editors)

    def with_answer(self, row: SignOff) -> "LoadedItem":
        """Return the same with one answer more."""
        return self._with(sign_offs=(*self.sign_offs, row))

    def with_version(self, version: ItemVersion) -> "LoadedItem":
        """Return the same with a new text."""
        return self._with(version=version)

    def _with(self, **changes: object) -> "LoadedItem":
        fresh = LoadedItem(self._session, self.item, self.now)
        fresh.__dict__ |= {name: value for name, value in self.__dict__.items() if name != "status"} | changes
        return fresh


def loaded_items(session: Session, items: Sequence[Item], now: datetime) -> list[LoadedItem]:
    """Return items as `LoadedItem` does each, with the texts and owners of all of them loaded at once."""
    versions = current_versions(session, items)
    names = organisation_names(session, {item.organisation_id for item in items})
    found = [LoadedItem(session, item, now) for item in items]
    for one in found:
        one.version = versions[one.item.id]
        one.owner_name = names.get(one.item.organisation_id, "")
    return found


def status_by(
    own: int,
    version: ItemVersion | ListedVersion,
    signatories: Collection[int],
    answers: Iterable[SignOff | GivenAnswer],
    editors: Mapping[int, SignatoryEditors],
) -> SignOffStatus:
    """Return what `LoadedItem.status` does, by what is known of an item and the organisation `own` that owns it."""
    return signoff_status(
        present_hash(version.text_hash, version.text),
        last_editor(version),
        editors[own].organisation,
        [editors[ident].organisation for ident in signatories],
        [answer_details(row, version) for row in answers],
    )


def last_editor(version: ItemVersion | ListedVersion) -> int | None:
    """Return who wrote the text as it is now; None when no person did."""
    return version.author_id


def answer_details(row: SignOff | GivenAnswer, version: ItemVersion | ListedVersion) -> RecordedAnswer:
    """Return a recorded answer as the rules read it; with the version's present hash if it counts for that."""
    is_yes = Answer(row.answer) is Answer.YES
    role = AnswerRole(row.as_role)
    counted = counted_hash(row.text_hash, version.text_hash, version.text)
    return RecordedAnswer(row.organisation_id, row.person_id, role, is_yes, counted, row.at)


def organisations_awaited(signoff_status: SignOffStatus) -> tuple[int, ...]:
    """Return the organisations whose own people have yet to answer; not those that said no or are closed."""
    return tuple(blocker.organisation_id for blocker in signoff_status.blockers if blocker.code in _WAITS_ON_ITS_PEOPLE)
