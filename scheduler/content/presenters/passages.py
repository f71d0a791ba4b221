"""The passages of copy that comments are on, as they read now, and what is suggested in their place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_babel import gettext as _

from scheduler.content.domain.anchors import Anchor, Lost, Proof, Span
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.marked_copy import MarkedCopy, beginning_of, mark_passages
from scheduler.content.domain.passages import (
    BrokenMarksError,
    EmptyTitleError,
    OneLineError,
    PassageLostError,
    Passages,
    Place,
    SameTextError,
    SuggestionAnswer,
    TooLongError,
    UnusableReplacementError,
)
from scheduler.content.domain.text_diff import Budget, Segment, differences
from scheduler.content.models import CommentPassage, ItemComment
from scheduler.content.presenters.facts import part_label
from scheduler.web.template_filters import number


class SuggestionState(StrEnum):
    """What has become of a suggestion; obsolete is one whose passage is not in the copy any more."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    OBSOLETE = "obsolete"


@dataclass(frozen=True, slots=True)
class PassageLine:
    """A passage that a comment is on: its words now, or as they were where it is `lost`, or has been answered.

    `segments` lead from them to what is suggested, and are none where nothing is. `has_link` says that the copy is
    marked where it stands, `is_folded` that this is in the part of long copy that the page leaves out, `is_of_channel`
    that it is in the copy for a channel, which is empty for copy in one language for all.
    """

    place: str
    words: str
    lost: Lost | None
    has_link: bool
    is_folded: bool
    is_of_channel: bool
    channel: str
    state: SuggestionState | None
    segments: tuple[Segment, ...]
    answered_by: str
    answered_at: datetime | None
    reason: str
    accepted_version: int | None

    @property
    def is_suggestion(self) -> bool:
        """Say whether the comment suggests other text."""
        return self.state is not None

    @property
    def is_gone(self) -> bool:
        """Say whether the passage is not in the copy any more."""
        return self.lost is Lost.GONE


class SeenPassages:
    """Finds the passages of comments in the copy that somebody reads; each part of it is prepared once."""

    def __init__(
        self, text: ItemText, rows: Iterable[tuple[ItemComment, CommentPassage]], *, folds: bool = False
    ) -> None:
        """Find the passages of these comments; of long copy the beginning alone is shown if it `folds`."""
        self._passages = Passages(text)
        found = {row.address: (passage, self._find(passage)) for row, passage in rows}
        self._found = found
        wanted = {
            address: (passage.part, span)
            for address, (passage, span) in found.items()
            if isinstance(span, Span) and passage.answer is None
        }
        self._whole = mark_passages(text, self._passages, wanted)
        self.copy: MarkedCopy = beginning_of(self._whole) if folds else self._whole
        self._budget = Budget()

    @property
    def is_folded(self) -> bool:
        """Say whether some of the copy is left out."""
        return self.copy.text.body != self._whole.text.body

    def is_gone(self, address: str) -> bool:
        """Say whether the passage of a comment is not in the copy any more."""
        return self._found[address][1] is Lost.GONE

    def line(self, address: str, people: Mapping[int, str], reason: str = "") -> PassageLine:
        """Return what is shown of the passage of a comment that is called so."""
        row, span = self._found[address]
        is_here = isinstance(span, Span) and row.answer is None
        words = self._words(row.part, span) if isinstance(span, Span) and is_here else row.passage
        variant = self._passages.parts[row.part].variant if is_here else None
        return PassageLine(
            place=self._place(row.part),
            words=words,
            lost=span if isinstance(span, Lost) and row.answer is None else None,
            has_link=address in self._whole.marked,
            is_folded=address in self._whole.marked - self.copy.marked,
            is_of_channel=variant is not None,
            channel=variant.channel if variant is not None else "",
            state=_state(row, span),
            segments=() if row.replacement is None else differences(words, row.replacement, self._budget).segments,
            answered_by=people.get(row.answered_by or 0, ""),
            answered_at=row.answered_at,
            reason=reason,
            accepted_version=row.accepted_version,
        )

    def _find(self, row: CommentPassage) -> Span | Lost:
        return self._passages.find(row.part, Anchor(row.passage, row.before, row.after, Proof(row.proof)))

    def _words(self, key: str, span: Span) -> str:
        return self._passages.plain(key).text[span.start : span.end]

    def _place(self, key: str) -> str:
        part = self._passages.parts.get(key)
        return part_label(part) if part else _("A part that is not there any more")


def place_choices(places: Sequence[Place]) -> list[tuple[str, str]]:
    """Return places among which somebody chooses, by what a form calls them, each with what stands around it."""
    return [
        (
            one.value,
            _(
                "%(part)s: …%(before)s“%(passage)s”%(after)s…",
                part=part_label(one.part),
                before=_one_line(one.before),
                passage=_one_line(one.words),
                after=_one_line(one.after),
            ),
        )
        for one in places
    ]


def unusable_message(error: UnusableReplacementError) -> str:
    """Return why a text cannot take the place of a passage, and what to do."""
    match error:
        case SameTextError():
            return _("This is what the copy says already. Suggest other text.")
        case OneLineError():
            return _("This part of the copy is one line. Suggest text without line breaks.")
        case EmptyTitleError():
            return _("The title cannot be empty. Suggest another one.")
        case TooLongError(limit=limit):
            return _("This part of the copy can have %(count)s characters at most. Shorten it.", count=number(limit))
        case BrokenMarksError():
            return _("The passage begins or ends inside a link, heading or emphasis. Take all of that, or less.")
    return _("This text cannot take the place of the passage.")


def lost_message(error: PassageLostError) -> str:
    """Return why a passage cannot be replaced, and what to do."""
    if error.lost is Lost.GONE:
        return _("Not accepted: this passage is no longer in the copy. Edit the copy instead, or decline.")
    return _("Not accepted: the copy has this passage more than once now. Edit the copy instead, or decline.")


def _state(row: CommentPassage, span: Span | Lost) -> SuggestionState | None:
    if row.replacement is None:
        return None
    if row.answer is not None:
        return SuggestionState.ACCEPTED if row.answer == SuggestionAnswer.ACCEPTED else SuggestionState.DECLINED
    return SuggestionState.OBSOLETE if span is Lost.GONE else SuggestionState.OPEN


def _one_line(text: str) -> str:
    return text.replace("\n", " ")
