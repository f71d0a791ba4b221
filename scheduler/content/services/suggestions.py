"""Suggestions for passages of an item's copy: whoever writes it accepts or declines them."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from scheduler.accounts.domain.acts import Act
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import Detail, record
from scheduler.audit.subjects import SubjectKind
from scheduler.content.domain.anchors import Anchor, Proof
from scheduler.content.domain.errors import NotYoursError
from scheduler.content.domain.item_text import text_from_json
from scheduler.content.domain.passages import SuggestionAnswer, with_replacement
from scheduler.content.domain.workflow import Action, ItemRoles, State, TransitionInput, moved
from scheduler.content.models import CommentPassage, Item, ItemComment, ItemVersion
from scheduler.content.queries.feedback import passage_of
from scheduler.content.queries.unguarded import current_version
from scheduler.content.services.item_text import save_text
from scheduler.content.services.notifications import ItemNotice, notify_people
from scheduler.content.services.revisions import lock_item
from scheduler.rows import RowGoneError, lock_row


@dataclass(frozen=True, slots=True)
class _Suggestion:
    """A suggestion that is locked and to be answered."""

    item: Item
    comment: ItemComment
    passage: CommentPassage


class AnsweredError(ValueError):
    """Somebody has answered the suggestion already."""


def anchor_of_row(row: CommentPassage) -> Anchor:
    """Return the anchor of a comment's passage."""
    return Anchor(row.passage, row.before, row.after, Proof(row.proof))


def accept_suggestion(
    session: Session, item: Item, comment: ItemComment, *, revision: int | None, by: ItemRoles, context: ChangeContext
) -> ItemVersion:
    """Save copy in which what was suggested stands in place of the passage, as if the person had written it.

    Raises:
        NotYoursError: the person may not write the copy.
        RowGoneError: the suggestion was deleted, or never one.
        AnsweredError: somebody has answered it already.
        PassageLostError: the passage is not in the copy any more, or several times.
        UnusableReplacementError: what is suggested cannot stand there any more.
        ActionRefusedError, StaleEditError, RevealingTitleError: as `save_text`.
    """
    found = _open_suggestion(session, item, comment, by)
    passage = found.passage
    # Whatever else is in the way: first of all the copy must be one that can be written.
    moved(State(item.state), Action.EDIT_TEXT, by, TransitionInput())
    text = text_from_json(current_version(session, item).text)
    new = with_replacement(text, passage.part, anchor_of_row(passage), passage.replacement or "")
    version = save_text(session, item, new, revision=revision, by=by, context=context)
    passage.accepted_version = version.number
    _answer(session, found, SuggestionAnswer.ACCEPTED, context)
    return version


def decline_suggestion(
    session: Session, item: Item, comment: ItemComment, reason: str, *, by: ItemRoles, context: ChangeContext
) -> None:
    """Leave the copy as it is, and say why if there is something to say.

    Raises:
        NotYoursError: the person may not write the copy.
        RowGoneError: the suggestion was deleted, or never one.
        AnsweredError: somebody has answered it already.
    """
    found = _open_suggestion(session, item, comment, by)
    found.passage.reason = reason
    _answer(session, found, SuggestionAnswer.DECLINED, context)


def _open_suggestion(session: Session, item: Item, comment: ItemComment, by: ItemRoles) -> _Suggestion:
    """Lock an item, a comment on it and its passage, and return that if it is to be answered."""
    lock_item(session, item)
    if not by.may(Act.WRITE):
        raise NotYoursError
    lock_row(session, ItemComment, comment.id)
    if comment.deleted_at is not None or passage_of(session, comment) is None:
        raise RowGoneError(f"comment {comment.id} is no suggestion")
    passage = lock_row(session, CommentPassage, comment.id)
    if passage.replacement is None:
        raise RowGoneError(f"comment {comment.id} is no suggestion")
    if passage.answer is not None:
        raise AnsweredError
    return _Suggestion(item, comment, passage)


def _answer(session: Session, found: _Suggestion, answer: SuggestionAnswer, context: ChangeContext) -> None:
    item, comment, passage = found.item, found.comment, found.passage
    passage.answer, passage.answered_by, passage.answered_at = answer, context.actor_id, context.now
    session.flush()
    acts = {
        SuggestionAnswer.ACCEPTED: AuditAct.CONTENT_SUGGESTION_ACCEPTED,
        SuggestionAnswer.DECLINED: AuditAct.CONTENT_SUGGESTION_DECLINED,
    }
    details: dict[str, Detail] = {"comment_id": comment.id}
    subject = (SubjectKind.CONTENT, item.id)
    record(session, acts[answer], subject, actor_id=context.actor_id, now=context.now, details=details)
    news = ItemNotice(
        NotificationKind.SUGGESTION_ANSWERED, {comment.person_id}, f"c{comment.id}", details={"comment_id": comment.id}
    )
    notify_people(session, item, news, context)
