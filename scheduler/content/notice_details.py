"""What notices about items tell beyond the entry: until when, who answered what, reasons and comments.

Mail is neutral for everybody before the lift: of an item under embargo it tells days and a yes or no, but no
organisation's name and nobody's words.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from scheduler.accounts.reading import organisation_names
from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.domain.visibility import Period, may_read_statement
from scheduler.agenda.queries.guards import periods_by_guard
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.content.domain.item_parts import item_path
from scheduler.content.domain.passages import SuggestionAnswer
from scheduler.content.domain.workflow import State
from scheduler.content.models import Answer, CommentPassage, Item, ItemComment, ReviewRequest, SignOff
from scheduler.content.queries.feedback import comments_by_id, passages_by_comment, reviews_by_id, sign_offs_by_id
from scheduler.content.queries.unguarded import items_by_id
from scheduler.content.services.sent_news import is_outdated
from scheduler.content.services.signers import who_can_answer
from scheduler.content.services.signoff_status import LoadedItem
from scheduler.content.services.unanswered import is_overdue
from scheduler.facts.models import Fact
from scheduler.facts.reading import facts_by_id
from scheduler.legislation.labels import count_label, milestone_label
from scheduler.legislation.models import Bill, BillMilestone
from scheduler.legislation.reading import count_of, milestones_with_bills
from scheduler.outbox.rendering import NotSent
from scheduler.reminders.details import (
    NO_DETAILS,
    Asked,
    Details,
    Found,
    PeopleNamed,
    embargo_removed,
    organisation_closed,
    shortened,
    why,
)
from scheduler.web.template_filters import day, day_short

_WITH_NOTE = {
    NotificationKind.CANCELLED: frozenset({State.CANCELLED}),
    NotificationKind.WITHDRAWN: frozenset({State.WITHDRAWN}),
    NotificationKind.CORRECTED: frozenset({State.CORRECTED}),
}


class ContentNotices:
    """Knows the details of notices about items."""

    source_kinds = frozenset({SourceKind.CONTENT})

    def details(self, session: Session, asked: Sequence[Asked], now: datetime) -> Found:
        """Return what can be said of these notices."""
        return _LoadedNotices(session, asked, now).details()


@dataclass(frozen=True, slots=True)
class _Loaded:
    items: Mapping[int, Item]
    comments: Mapping[int, ItemComment]
    passages: Mapping[int, CommentPassage]
    sign_offs: Mapping[int, SignOff]
    reviews: Mapping[int, ReviewRequest]
    periods: Mapping[int, Sequence[Period]]
    milestones: Mapping[int, tuple[Bill, BillMilestone]]
    facts: Mapping[int, Fact]
    people: PeopleNamed


class _LoadedNotices:
    """Loads what some notices are about at once, and says what is known of each."""

    def __init__(self, session: Session, asked: Sequence[Asked], now: datetime) -> None:
        self._session, self._asked, self._now = session, asked, now
        self._awaited: dict[int, Mapping[int, Sequence[int]]] = {}
        sign_offs = sign_offs_by_id(session, self._named("sign_off_id"))
        reviews = reviews_by_id(session, self._named("review_id"))
        named = {row.organisation_id for row in sign_offs.values()} | self._named("organisation_id")
        self._organisations = dict(organisation_names(session, named))
        self._rows = _Loaded(
            items=items_by_id(session, {one.entry.source_id for one in asked}),
            comments=comments_by_id(session, self._named("comment_id")),
            passages=passages_by_comment(session, self._named("comment_id")),
            sign_offs=sign_offs,
            reviews=reviews,
            milestones=milestones_with_bills(session, self._named("milestone_id")),
            facts={row.id: row for row in facts_by_id(session, self._named("fact_id"))},
            periods=periods_by_guard(session, {one.entry.guard_id for one in asked}),
            people=PeopleNamed.load(session, self._named("person_id") | self._named("reviewer_id")),
        )

    def details(self) -> Found:
        details_of: Mapping[NotificationKind, Callable[[Asked, Item], Details | NotSent]] = {
            NotificationKind.REVIEW_ASKED: self._review_asked,
            NotificationKind.REVIEW_ANSWERED: self._review_answered,
            NotificationKind.SIGNOFF_ASKED: self._signoff_asked,
            NotificationKind.SIGNED: self._signed,
            NotificationKind.TEXT_CHANGED: self._text_changed,
            NotificationKind.MENTIONED: self._comment,
            NotificationKind.COMMENTED: self._comment,
            NotificationKind.SUGGESTION_ANSWERED: self._suggestion_answered,
            NotificationKind.ASSIGNED: self._assigned,
            NotificationKind.PUBLISH_DUE: self._publish_due,
            NotificationKind.PUBLISHED: self._published,
            **dict.fromkeys(_WITH_NOTE, self._state_note),
            NotificationKind.UNANSWERED: self._unanswered,
            NotificationKind.ADVANCED: lambda asked, _item: embargo_removed(asked),
            NotificationKind.ORGANISATION_CLOSED: self._closed,
            NotificationKind.NEEDS_SOMEBODY: self._ownerless,
            NotificationKind.BILL_CHANGED: self._bill_changed,
            NotificationKind.FACT_CHANGED: self._fact_changed,
            NotificationKind.SENT_COPY_OUTDATED: self._sent_copy_outdated,
        }
        found: dict[int, Details | NotSent] = {}
        for one in self._asked:
            item, details_of_kind = self._rows.items.get(one.entry.source_id), details_of.get(one.kind)
            if item is not None and details_of_kind is not None:
                found[one.message.id] = details_of_kind(one, item)
        return found

    def _unanswered(self, asked: Asked, item: Item) -> Details | NotSent:
        return NO_DETAILS if is_overdue(self._session, item, asked.payload, self._now) else NotSent("answered")

    def _named(self, detail: str) -> set[int]:
        return {int(one.payload[detail]) for one in self._asked if one.payload.get(detail) is not None}

    def _quoted(self, asked: Asked, text: str, at: datetime) -> str:
        """Return text that mail may carry to this reader; "" when it is kept back, from them or by an embargo."""
        guard = asked.entry.guard
        if asked.entry.concealed or not text.strip():
            return ""
        periods = self._rows.periods.get(guard.id, ())
        return shortened(text) if may_read_statement(asked.viewer, guard_rules(guard), periods, at) else ""

    def _named_organisation(self, asked: Asked, organisation_id: int) -> str:
        """Return an organisation's name; "" under embargo, when an entry names none."""
        return "" if asked.entry.concealed else self._organisations.get(organisation_id, "")

    def _review_asked(self, asked: Asked, item: Item) -> Details | NotSent:
        row = self._rows.reviews.get(int(asked.payload.get("review_id", 0)))
        if row is None:
            return NO_DETAILS
        if row.withdrawn_at is not None or row.answer is not None:
            return NotSent("answered")
        due, path = row.due_on, f"/content/{item.public_id}/reviews/{row.address}"
        quote = self._quoted(asked, row.note, row.asked_at)
        label = _("What to look at:") if quote else ""
        if due is None:
            return Details(quote=quote, quote_label=label, path=path)
        return Details(
            heading=_("Review due by %(day)s: %(title)s", day=day_short(due), title=asked.title),
            sentence=_("%(actor)s asks you to review this by %(day)s.", actor=asked.actor, day=day(due)),
            rows=((_("Review due"), day(due)),),
            quote=quote,
            quote_label=label,
            path=path,
        )

    def _review_answered(self, asked: Asked, item: Item) -> Details:
        row = self._rows.reviews.get(int(asked.payload.get("review_id", 0)))
        path = item_path(item.public_id, "reviews")
        if row is None:
            return NO_DETAILS
        if asked.payload.get("withdrawn") or row.answer is None:
            name = self._rows.people.about(asked.entry, row.reviewer_id) or _("A reviewer")
            return Details(
                heading=_("Review no longer needed: %(title)s", title=asked.title),
                sentence=_(
                    "%(name)s can no longer read this, so the review is off. Choose another reviewer.", name=name
                ),
                action=_("Choose another reviewer"),
                path=path,
            )
        is_fine = row.answer == Answer.YES
        heading = _("Review – looks good: %(title)s") if is_fine else _("Review – changes suggested: %(title)s")
        sentence = (
            _("%(actor)s reviewed this: looks good.") if is_fine else _("%(actor)s reviewed this and suggests changes.")
        )
        return replace(
            self._quoting(asked, row.comment, row.answered_at or row.asked_at),
            heading=heading % {"title": asked.title},
            sentence=sentence % {"actor": asked.actor},
            path=path,
        )

    def _signoff_asked(self, asked: Asked, item: Item) -> Details | NotSent:
        if item.state != State.IN_REVIEW:
            return NotSent("not_in_review")
        due = item.signoff_due_on
        own = [ident for ident, people in self._awaited_of(item).items() if asked.message.person_id in people]
        if not own:
            return NotSent("answered")
        path = f"/content/{item.public_id}/sign-off/{own[0]}" if len(own) == 1 else ""
        names = [name for ident in own if (name := self._named_organisation(asked, ident))]
        whom = ", ".join(names) or _("your organisation")
        if due is None:
            sentence = _(
                "%(actor)s asks %(organisation)s to sign off or request changes.", actor=asked.actor, organisation=whom
            )
            return Details(sentence=sentence, path=path)
        return Details(
            heading=_("Sign-off due by %(day)s: %(title)s", day=day_short(due), title=asked.title),
            sentence=_(
                "%(actor)s asks %(organisation)s to sign off or request changes by %(day)s.",
                actor=asked.actor,
                organisation=whom,
                day=day(due),
            ),
            rows=((_("Sign-off due"), day(due)),),
            path=path,
        )

    def _awaited_of(self, item: Item) -> Mapping[int, Sequence[int]]:
        """Return by organisation who can give the answer that it owes; worked out once for all readers."""
        if item.id not in self._awaited:
            self._awaited[item.id] = who_can_answer(self._session, LoadedItem(self._session, item, self._now))
            self._organisations |= organisation_names(self._session, set(self._awaited[item.id]))
        return self._awaited[item.id]

    def _signed(self, asked: Asked, item: Item) -> Details:
        row = self._rows.sign_offs.get(int(asked.payload.get("sign_off_id", 0)))
        if row is None:
            return NO_DETAILS
        name = self._named_organisation(asked, row.organisation_id)
        values = {"actor": asked.actor, "organisation": name, "title": asked.title}
        if row.answer == Answer.YES:
            heading = (
                _("%(organisation)s has signed off: %(title)s", **values)
                if name
                else _("One signatory has signed off: %(title)s", **values)
            )
            sentence = (
                _("%(actor)s signed off for %(organisation)s.", **values)
                if name
                else _("%(actor)s signed off for one of the signatories.", **values)
            )
        else:
            heading = (
                _("%(organisation)s requests changes: %(title)s", **values)
                if name
                else _("One signatory requests changes: %(title)s", **values)
            )
            sentence = (
                _("%(actor)s requested changes for %(organisation)s.", **values)
                if name
                else _("%(actor)s requested changes for one of the signatories.", **values)
            )
        path = item_path(item.public_id, "sign-off")
        return replace(self._quoting(asked, row.comment, row.at), heading=heading, sentence=sentence, path=path)

    def _text_changed(self, asked: Asked, item: Item) -> Details | NotSent:
        # The text may be the one signed off again, or have been signed off anew.
        if not any(asked.message.person_id in people for people in self._awaited_of(item).values()):
            return NotSent("answered")
        due = item.signoff_due_on
        rows = ((_("Sign-off due"), day(due)),) if due is not None and item.state == State.IN_REVIEW else ()
        return Details(rows=rows, path=item_path(item.public_id, "sign-off"))

    def _comment(self, asked: Asked, item: Item) -> Details | NotSent:
        row = self._rows.comments.get(int(asked.payload.get("comment_id", 0)))
        if row is None:
            return NO_DETAILS
        if row.deleted_at is not None:
            return NotSent("taken_back")
        quoting = self._quoting(asked, _said(row, self._rows.passages.get(row.id)), row.at)
        return replace(quoting, path=item_path(item.public_id, f"comment-{row.address}"))

    def _suggestion_answered(self, asked: Asked, item: Item) -> Details:
        comment_id = int(asked.payload.get("comment_id", 0))
        comment, passage = self._rows.comments.get(comment_id), self._rows.passages.get(comment_id)
        if comment is None or passage is None or passage.answered_at is None:
            return NO_DETAILS
        values = {"actor": asked.actor, "title": asked.title}
        path = item_path(item.public_id, f"comment-{comment.address}")
        if passage.answer == SuggestionAnswer.ACCEPTED:
            heading = _("Suggestion accepted: %(title)s", **values)
            return Details(heading=heading, sentence=_("%(actor)s accepted your suggestion.", **values), path=path)
        return replace(
            self._quoting(asked, passage.reason, passage.answered_at),
            heading=_("Suggestion declined: %(title)s", **values),
            sentence=_("%(actor)s declined your suggestion.", **values),
            path=path,
        )

    def _quoting(self, asked: Asked, text: str, at: datetime) -> Details:
        """Quote what somebody said, or say where it can be read while that is under embargo."""
        quote = self._quoted(asked, text, at)
        is_kept_back = asked.entry.concealed and text.strip()
        label = _("The comment is under embargo. Open the page to read it.") if is_kept_back else ""
        return Details(quote=quote, quote_label=label)

    def _assigned(self, asked: Asked, item: Item) -> Details:
        others = int(asked.payload.get("items", 1)) - 1
        sentence = _("%(actor)s made you the owner of this.", actor=asked.actor)
        if others:
            sentence = ngettext(
                "%(actor)s imported content and made you the owner of this and %(num)s other item.",
                "%(actor)s imported content and made you the owner of this and %(num)s other items.",
                others,
                actor=asked.actor,
            )
        return Details(
            sentence=sentence,
            rows=_signoff_rows(item),
            action=_("Open the item"),
        )

    def _published(self, asked: Asked, item: Item) -> Details:
        at = item.published_url
        return Details(rows=((_("Published at"), at),) if at and not asked.entry.concealed else ())

    def _state_note(self, asked: Asked, item: Item) -> Details:
        """Quote why an item is in the state that the notice tells of, while it still is."""
        if item.state not in _WITH_NOTE[asked.kind]:
            return NO_DETAILS
        quote = self._quoted(asked, item.state_note, asked.message.created_at)
        sentence = ""
        if asked.kind is NotificationKind.CANCELLED:
            sentence = _("%(actor)s cancelled this. It will not be published.", actor=asked.actor)
        return replace(why(quote), sentence=sentence)

    def _publish_due(self, _asked: Asked, item: Item) -> Details | NotSent:
        """Lead to the page that asks where; nothing once that is known, or it is to come out later."""
        if item.state != State.SCHEDULED or item.publish_at is None or item.publish_at > self._now:
            return NotSent("not_due")
        return Details(path=f"/content/{item.public_id}/published")

    def _closed(self, asked: Asked, _item: Item) -> Details:
        return organisation_closed(asked, self._named_organisation(asked, int(asked.payload.get("organisation_id", 0))))

    def _ownerless(self, asked: Asked, _item: Item) -> Details:
        name = self._rows.people.about(asked.entry, int(asked.payload.get("person_id", 0)))
        if not name:
            return NO_DETAILS
        sentence = _("%(name)s has left, so this has no owner. Assign a new one.", name=name)
        return Details(sentence=sentence, action=_("Choose an owner"))

    def _bill_changed(self, asked: Asked, item: Item) -> Details:
        """Say what became of which bill; which bills copy under embargo cites, mail does not tell."""
        found = self._rows.milestones.get(int(asked.payload.get("milestone_id", 0)))
        path = item_path(item.public_id, "check-copy")
        if found is None or asked.entry.concealed:
            return Details(path=path)
        bill, row = found
        values = {"actor": asked.actor, "bill": bill.number, "milestone": milestone_label(row.kind)}
        values["day"] = day_short(row.day)
        if row.taken_back_at is not None:
            sentence = _("%(actor)s retracted “%(milestone)s” of %(bill)s. Check whether the copy is still right.")
        else:
            sentence = _("%(bill)s: %(milestone)s, %(day)s. Check whether the copy is still right.")
        count = count_of(row)
        rows = ((_("Votes"), count_label(count)),) if count is not None else ()
        return Details(sentence=sentence % values, rows=rows, path=path)

    def _sent_copy_outdated(self, _asked: Asked, item: Item) -> Details | NotSent:
        """Lead to who got it; who that is, mail does not say. Nothing once everybody is informed."""
        if not is_outdated(self._session, item, self._now):
            return NotSent("informed")
        return Details(path="/content?show=deleted" if item.deleted_at else item_path(item.public_id, "sent"))

    def _fact_changed(self, asked: Asked, item: Item) -> Details:
        """Say which fact changed; which ones copy under embargo uses, mail does not tell."""
        fact = self._rows.facts.get(int(asked.payload.get("fact_id", 0)))
        if fact is None or asked.entry.concealed:
            return Details(path=item_path(item.public_id, "check-copy"))
        values = {"actor": asked.actor, "fact": fact.statement}
        if asked.payload.get("expired"):
            sentence = _("“%(fact)s” has expired. Check whether the copy is still right.")
        elif fact.retired_at is not None:
            sentence = _("%(actor)s retired “%(fact)s”. Check whether the copy is still right.")
        else:
            sentence = _("%(actor)s changed a fact: “%(fact)s”. Check whether the copy is still right.")
        return Details(sentence=sentence % values, path=item_path(item.public_id, "check-copy"))


def _said(comment: ItemComment, passage: CommentPassage | None) -> str:
    """Return what a comment says, with the passage that it is on and what it suggests."""
    if passage is None:
        return comment.body
    words = _("On “%(passage)s”:", passage=shortened(passage.passage))
    if passage.replacement is not None:
        values = {"passage": shortened(passage.passage), "replacement": shortened(passage.replacement)}
        words = _("Replace “%(passage)s” with “%(replacement)s”.", **values)
        words = words if passage.replacement else _("Leave out “%(passage)s”.", **values)
    return " ".join((words, comment.body)).strip()


def _signoff_rows(item: Item) -> tuple[tuple[str, str], ...]:
    due: date | None = item.signoff_due_on
    return ((_("Sign-off due"), day(due)),) if due is not None else ()
