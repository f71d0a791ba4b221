"""Comments on passages of the copy that are settled, and such that are not after all."""

from sqlalchemy.orm import Session

from scheduler.accounts.domain.acts import Act
from scheduler.agenda.services.changes import ChangeContext
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.content.domain.errors import NotYoursError
from scheduler.content.domain.passages import SuggestionAnswer
from scheduler.content.domain.workflow import ItemRoles
from scheduler.content.models import CommentPassage, Item, ItemComment
from scheduler.content.queries.feedback import passage_of
from scheduler.content.services.revisions import lock_item
from scheduler.rows import RowGoneError, lock_row


def may_resolve(by: ItemRoles, comment: ItemComment, person_id: int | None) -> bool:
    """Say whether somebody may settle a comment on a passage: whoever writes the copy, or made the comment."""
    return by.may(Act.WRITE) or comment.person_id == person_id


def resolve_comment(
    session: Session, item: Item, comment: ItemComment, *, is_resolved: bool, by: ItemRoles, context: ChangeContext
) -> None:
    """Settle a comment on a passage, or open it again; what is so already stays as it is.

    Raises:
        NotYoursError: the person neither writes the copy nor made the comment.
        RowGoneError: it was deleted, is on no passage, or suggests something, which is accepted or declined.
    """
    lock_item(session, item)
    if not may_resolve(by, comment, context.actor_id):
        raise NotYoursError
    lock_row(session, ItemComment, comment.id)
    if comment.deleted_at is not None or passage_of(session, comment) is None:
        raise RowGoneError(f"comment {comment.id} is on no passage")
    passage = lock_row(session, CommentPassage, comment.id)
    if passage.replacement is not None:
        raise RowGoneError(f"comment {comment.id} is a suggestion")
    if (passage.answer is not None) is is_resolved:
        return
    passage.answer = SuggestionAnswer.RESOLVED if is_resolved else None
    passage.answered_by, passage.answered_at = (context.actor_id, context.now) if is_resolved else (None, None)
    session.flush()
    act = AuditAct.CONTENT_COMMENT_RESOLVED if is_resolved else AuditAct.CONTENT_COMMENT_REOPENED
    subject = (SubjectKind.CONTENT, item.id)
    details = {"comment_id": comment.id}
    record(session, act, subject, actor_id=context.actor_id, now=context.now, details=details)
