"""What the reviews and comments on an item's page show."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.queries.people import profiles
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.campaigns.domain.todo import Due, due
from scheduler.content.domain.marked_copy import MarkedCopy
from scheduler.content.domain.mentions import NameIndex, find_mentions, first_names, wants_labels
from scheduler.content.domain.workflow import UNPUBLISHED, ItemRoles
from scheduler.content.models import Answer, CommentPassage, Item, ItemComment, ReviewRequest
from scheduler.content.permissions import roles
from scheduler.content.presenters.passages import PassageLine, SeenPassages
from scheduler.content.queries.feedback import Comments
from scheduler.content.queries.items import Seen
from scheduler.content.queries.picture import ItemPicture
from scheduler.content.services.readers import readers_called

OPEN_SHOWN = 5
"""How many open passages the first page of an item lists."""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A request to review, and what came of it; `due` is until the end of a day in the reviewer's zone."""

    address: str
    reviewer: str
    asked_by: str
    asked_at: datetime
    note: str
    due: Due | None
    answer: Answer | None
    comment: str
    answered_at: datetime | None
    answered_version: int | None
    is_withdrawn: bool
    is_mine: bool
    may_withdraw: bool

    @property
    def is_open(self) -> bool:
        """Say whether an answer is still waited for."""
        return self.answer is None and not self.is_withdrawn


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A comment; `parts` are texts and whether each addresses somebody. A deleted one has none."""

    address: str
    author: str
    at: datetime
    parts: tuple[tuple[str, bool], ...]
    version_number: int
    is_deleted: bool
    is_mine: bool
    passage: PassageLine | None = None

    @property
    def can_be_resolved(self) -> bool:
        """Say whether it is on a passage and suggests nothing, so that it can be settled."""
        return self.passage is not None and not self.passage.is_suggestion


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A passage that somebody speaks of and nobody has answered yet, in a line."""

    address: str
    author: str
    words: str
    said: str
    is_suggestion: bool


@dataclass(frozen=True, slots=True)
class OpenTalkPanel:
    """What is open beside the copy, the newest first; `copy` is the copy in which its passages are marked.

    There are so many comments in all, these included. With `is_folded` the copy is the beginning of long copy.
    """

    lines: tuple[OpenLine, ...]
    comments: int
    copy: MarkedCopy
    is_folded: bool


def open_talk_panel(session: Session, picture: ItemPicture, *, folds: bool) -> OpenTalkPanel:
    """Return what is open beside an item's copy for somebody who may read it; long copy is cut off if it `folds`."""
    rows = picture.talk.rows
    people = names_with_organisations(session, {row.person_id for row, _passage in rows[:OPEN_SHOWN]})
    passages = SeenPassages(picture.seen.text, rows, folds=folds)
    lines = (_open_line(row, passage, people, passages) for row, passage in rows[:OPEN_SHOWN])
    return OpenTalkPanel(tuple(lines), picture.talk.comments, passages.copy, passages.is_folded)


def _open_line(
    row: ItemComment, passage: CommentPassage, people: Mapping[int, str], passages: SeenPassages
) -> OpenLine:
    words = passages.line(row.address, people).words
    said = row.body if passage.replacement is None else row.body or passage.replacement
    return OpenLine(row.address, people.get(row.person_id, ""), words, said, passage.replacement is not None)


def review_lines(
    session: Session, actor_roles: ActorRoles, item: Item, requests: Sequence[ReviewRequest], now: datetime
) -> tuple[ReviewLine, ...]:
    """Return requests for a review of an item as somebody who may read them sees them."""
    if not requests:
        return ()
    people = names_with_organisations(session, {ident for row in requests for ident in _of_request(row)})
    has_role = bool(roles(actor_roles, item).roles)
    reviewers = _Reviewers(people, _zones(session, requests), actor_roles.person_id, now)
    return tuple(reviewers.line(row, has_role=has_role) for row in requests)


def may_ask_for_review(by: ItemRoles, item: Item) -> bool:
    """Say whether somebody may ask others for a review of an item now."""
    return bool(by.roles) and item.state in UNPUBLISHED


class SpokenLines:
    """Comments on an item as people read them, with the passages that they are on."""

    def __init__(
        self,
        session: Session,
        me: int,
        seen: Seen,
        comments: Comments,
        suggestions: Sequence[tuple[ItemComment, CommentPassage]] = (),
    ) -> None:
        """Prepare comments and open suggestions, some of which may be the same, for the person with this id."""
        spoken = {row.id: row for row in (*comments.rows, *(row for row, _passage in suggestions))}
        answers = {one.row.answered_by for one in comments.passages.values()}
        people = {row.person_id for row in spoken.values()} | {person for person in answers if person is not None}
        self._people = names_with_organisations(session, people)
        self._readers, self._me, self._comments = _readers(session, seen, spoken.values()), me, comments
        self._on = {row.id: passage for row, passage in suggestions}
        self._on |= {key: one.row for key, one in comments.passages.items()}
        with_passage = ((row, self._on[row.id]) for row in spoken.values() if row.id in self._on)
        # The copy stands on another page, which folds.
        self._passages = SeenPassages(seen.text, with_passage, folds=True)

    def is_gone(self, row: ItemComment) -> bool:
        """Say whether the passage of a comment is not in the copy any more."""
        return self._passages.is_gone(row.address)

    def line(self, row: ItemComment) -> CommentLine:
        """Return one comment."""
        is_deleted = row.deleted_at is not None
        known = self._comments.passages.get(row.id)
        on = row.id in self._on and not is_deleted
        reason = known.reason if known else ""
        return CommentLine(
            address=row.address,
            author=self._people.get(row.person_id, ""),
            at=row.at,
            parts=() if is_deleted else parts_of(row.body, self._readers),
            version_number=row.version_number,
            is_deleted=is_deleted,
            is_mine=row.person_id == self._me and not is_deleted,
            passage=self._passages.line(row.address, self._people, reason) if on else None,
        )


def parts_of(body: str, readers: NameIndex) -> tuple[tuple[str, bool], ...]:
    """Return a comment cut where it addresses somebody; True for those parts."""
    parts: list[tuple[str, bool]] = []
    end = 0
    for mention in find_mentions(body, readers).found:
        parts += [(body[end : mention.start], False), (body[mention.start : mention.end], True)]
        end = mention.end
    return tuple(part for part in (*parts, (body[end:], False)) if part[0])


def _readers(session: Session, seen: Seen, comments: Collection[ItemComment]) -> NameIndex:
    """Return who can be addressed, as far as these comments ask for it."""
    named = frozenset[str]().union(*(first_names(row.body) for row in comments))
    readers = readers_called(session, seen.rules, named) if named else {}
    tells_apart = any(wants_labels(row.body) for row in comments)
    return NameIndex(readers, names_with_organisations(session, readers) if tells_apart else None)


def _of_request(row: ReviewRequest) -> Iterator[int]:
    yield row.reviewer_id
    if row.asked_by is not None:
        yield row.asked_by


def _zones(session: Session, requests: Sequence[ReviewRequest]) -> dict[int, str]:
    """Return where the reviewers live, by id."""
    return {ident: one.zone for ident, one in profiles(session, {row.reviewer_id for row in requests}).items()}


@dataclass(frozen=True, slots=True)
class _Reviewers:
    """Reads requests for one person at one moment."""

    names: Mapping[int, str]
    zones: Mapping[int, str]
    me: int
    now: datetime

    def line(self, row: ReviewRequest, *, has_role: bool) -> ReviewLine:
        return ReviewLine(
            address=row.address,
            reviewer=self.names.get(row.reviewer_id, ""),
            asked_by=self.names.get(row.asked_by or 0, ""),
            asked_at=row.asked_at,
            note=row.note,
            due=self._due(row) if row.is_open else None,
            answer=Answer(row.answer) if row.answer else None,
            comment=row.comment,
            answered_at=row.answered_at,
            answered_version=row.answered_version,
            is_withdrawn=row.withdrawn_at is not None,
            is_mine=row.reviewer_id == self.me and row.is_open,
            may_withdraw=row.is_open and (has_role or row.asked_by == self.me),
        )

    def _due(self, row: ReviewRequest) -> Due | None:
        return due(row.due_on, self.zones[row.reviewer_id], self.now) if row.due_on is not None else None
