"""What the reviews and comments on an item's page show."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.domain.acts import Act
from scheduler.accounts.queries.people import profiles
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.campaigns.domain.todo import Due, due
from scheduler.content.domain.marked_copy import MarkedCopy
from scheduler.content.domain.mentions import NameIndex, find_mentions, first_names, wants_labels
from scheduler.content.domain.workflow import UNPUBLISHED
from scheduler.content.models import Answer, CommentPassage, ItemComment, ReviewRequest
from scheduler.content.permissions import roles
from scheduler.content.presenters.passages import PassageLine, SeenPassages
from scheduler.content.queries.feedback import Comments
from scheduler.content.queries.items import Seen
from scheduler.content.queries.picture import SUGGESTIONS_SHOWN, ItemPicture
from scheduler.content.services.readers import readers_called


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


@dataclass(frozen=True, slots=True)
class DiscussionPanel:
    """Reviews and comments, oldest first; so many comments are `earlier`, and with `has_later` some are later.

    `suggestions` are those that nobody has answered, obsolete ones last, of which there are more with
    `has_more_suggestions`. `copy` is the copy in which the passages that people speak of are marked, of long copy the
    beginning if it `is_folded`. With `may_answer` the reader accepts and declines suggestions; the copy itself can be
    changed with `may_accept` alone.
    """

    reviews: tuple[ReviewLine, ...]
    comments: tuple[CommentLine, ...]
    earlier: int
    has_later: bool
    may_ask: bool
    version_number: int
    suggestions: tuple[CommentLine, ...]
    has_more_suggestions: bool
    copy: MarkedCopy
    is_folded: bool
    may_answer: bool
    may_accept: bool


def discussion_panel(
    session: Session, actor_roles: ActorRoles, picture: ItemPicture, now: datetime, *, folds: bool = False
) -> DiscussionPanel:
    """Return what people say beside an item to somebody who may read its text; long copy is cut off if it `folds`."""
    seen, item, requests, comments = picture.seen, picture.seen.item, picture.reviews, picture.comments
    asked = picture.suggestions[:SUGGESTIONS_SHOWN]
    unanswered = [row for row, _passage in asked]
    spoken = {row.id: row for row in (*comments.rows, *unanswered)}
    people = names_with_organisations(session, _people(requests, comments, spoken.values()))
    readers = _readers(session, seen, spoken.values())
    by = roles(actor_roles, item)
    has_role = bool(by.roles)
    on = {row.id: passage for row, passage in asked} | {key: one.row for key, one in comments.passages.items()}
    with_passage = [(row, on[row.id]) for row in spoken.values() if row.id in on]
    passages = SeenPassages(seen.text, with_passage, folds=folds)
    lines = _Lines(people, readers, actor_roles.person_id, passages, on, comments)
    reviewers = _Reviewers(people, _zones(session, requests), actor_roles.person_id, now)
    return DiscussionPanel(
        reviews=tuple(reviewers.line(row, has_role=has_role) for row in requests),
        comments=tuple(lines.line(row) for row in comments.rows),
        earlier=comments.earlier,
        has_later=comments.has_later,
        may_ask=has_role and item.state in UNPUBLISHED,
        version_number=seen.version.number,
        suggestions=tuple(lines.line(row) for row in sorted(unanswered, key=lambda row: passages.is_gone(row.address))),
        has_more_suggestions=len(picture.suggestions) > SUGGESTIONS_SHOWN,
        copy=passages.copy,
        is_folded=passages.is_folded,
        may_answer=by.may(Act.WRITE),
        may_accept=by.may(Act.WRITE) and item.state in UNPUBLISHED,
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


def _people(requests: Sequence[ReviewRequest], comments: Comments, spoken: Collection[ItemComment]) -> set[int]:
    people = {row.reviewer_id for row in requests} | {row.asked_by for row in requests}
    people |= {row.person_id for row in spoken} | {one.row.answered_by for one in comments.passages.values()}
    return {person for person in people if person is not None}


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


@dataclass(frozen=True, slots=True)
class _Lines:
    """Reads comments for one person."""

    people: Mapping[int, str]
    readers: NameIndex
    me: int
    passages: SeenPassages
    on: Mapping[int, CommentPassage]
    comments: Comments

    def line(self, row: ItemComment) -> CommentLine:
        is_deleted = row.deleted_at is not None
        return CommentLine(
            address=row.address,
            author=self.people.get(row.person_id, ""),
            at=row.at,
            parts=() if is_deleted else parts_of(row.body, self.readers),
            version_number=row.version_number,
            is_deleted=is_deleted,
            is_mine=row.person_id == self.me and not is_deleted,
            passage=self._passage(row) if row.id in self.on and not is_deleted else None,
        )

    def _passage(self, row: ItemComment) -> PassageLine:
        known = self.comments.passages.get(row.id)
        return self.passages.line(row.address, self.people, known.reason if known else "")
