"""Comments: what people say to each other beside an item, as guarded as its text."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from scheduler.accounts.domain.acts import Act, Role, may
from scheduler.accounts.domain.limits import LimitedAct
from scheduler.accounts.services.limits import hold_sender, spend
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.content.domain.errors import NotYoursError
from scheduler.content.domain.item_text import text_from_json
from scheduler.content.domain.mentions import Mentions, NameIndex, find_mentions, wants_labels
from scheduler.content.domain.passages import PassageDraft, Passages, with_replacement
from scheduler.content.models import CommentPassage, Item, ItemComment
from scheduler.content.queries.unguarded import current_version
from scheduler.content.services.involved import keepers_of
from scheduler.content.services.notifications import ItemNotice, notify_people
from scheduler.content.services.readers import readers_of
from scheduler.content.services.revisions import lock_item
from scheduler.rows import Sent, lock_row, once_by_form


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment that was made, and whom it addresses."""

    comment: ItemComment
    mentions: Mentions


def add_comment(
    session: Session, item: Item, body: str, *, form_id: str, context: ChangeContext, on: PassageDraft | None = None
) -> Remark:
    """Add a comment; notify whom it addresses, and the owner. The same form sent twice says it once.

    Only people who may read the text can be addressed, so that nobody else hears that there is something to read.
    `on` is the passage of the copy that it is on, as the copy is now; with a replacement it is a suggestion.

    Raises:
        NoPassageError: the copy does not have the passage.
        RepeatedPassageError: it has it several times; `SeveralPlacesError` knows the places.
        UnusableReplacementError: what is suggested cannot stand there.
        LimitReachedError: the person has named as many as one may within an hour; nothing is said.
        ValueError: nobody is logged in.
    """
    if context.actor_id is not None:
        hold_sender(session, context.actor_id)
    lock_item(session, item)
    mentions = mentions_in(session, body, readers_of(session, item))
    comment = once_by_form(
        session,
        ItemComment,
        Sent(form_id, context.actor_id, (item.id, body, *([repr(on)] if on else []))),
        lambda key: _new_comment(session, item, body, mentions, form_id=key, context=context, on=on),
        stands=lambda row: row.deleted_at is None,
    )
    return Remark(comment, mentions)


def mentions_in(session: Session, body: str, readers: Mapping[int, str]) -> Mentions:
    """Return whom a comment addresses; organisations are looked up only where it names one."""
    labels = names_with_organisations(session, readers) if wants_labels(body) else None
    return find_mentions(body, NameIndex(readers, labels))


def delete_comment(session: Session, item: Item, comment: ItemComment, *, context: ChangeContext) -> None:
    """Take back one's own comment; twice is once.

    Raises:
        NotYoursError: somebody else said it.
    """
    own = {Role.AUTHOR} if comment.person_id == context.actor_id else frozenset()
    if not may(Act.DELETE_COMMENT, own):
        raise NotYoursError
    lock_row(session, ItemComment, comment.id)
    if comment.deleted_at is not None:
        return
    comment.deleted_at = context.now
    details = {"comment_id": comment.id}
    subject = (SubjectKind.CONTENT, item.id)
    record(
        session,
        AuditAct.CONTENT_COMMENT_DELETED,
        subject,
        actor_id=context.actor_id,
        now=context.now,
        details=details,
    )


def _new_comment(
    session: Session,
    item: Item,
    body: str,
    mentions: Mentions,
    *,
    form_id: str | None,
    context: ChangeContext,
    on: PassageDraft | None,
) -> ItemComment:
    if context.actor_id is None:
        raise ValueError("a comment is made by a person")
    passage = _passage(session, item, on) if on is not None else None
    addressed, others = set(mentions.person_ids), set(keepers_of(session, item))
    spend(session, context.actor_id, LimitedAct.ADDRESS, len(addressed - {context.actor_id}), context.now)
    row = ItemComment(form_id=form_id, item_id=item.id, version_number=item.version_number, body=body, at=context.now)
    row.person_id = context.actor_id
    session.add(row)
    session.flush()
    if passage is not None:
        passage.comment_id = row.id
        session.add(passage)
        session.flush()
    details = {"comment_id": row.id}
    notify_people(
        session, item, ItemNotice(NotificationKind.MENTIONED, addressed, f"c{row.id}", details=details), context
    )
    notify_people(
        session,
        item,
        ItemNotice(NotificationKind.COMMENTED, others - addressed, f"c{row.id}", details=details),
        context,
    )
    return row


def _passage(session: Session, item: Item, draft: PassageDraft) -> CommentPassage:
    """Return the passage of the present copy that a draft means; what is suggested has been tried on it."""
    text = text_from_json(current_version(session, item).text)
    key, anchor = Passages(text).meant(draft)
    if draft.replacement is not None:
        with_replacement(text, key, anchor, draft.replacement)
    row = CommentPassage(item_id=item.id, part=key, passage=anchor.passage, before=anchor.before, after=anchor.after)
    row.proof, row.replacement = anchor.proof.value, draft.replacement
    return row
