"""What follows when text, signatories or owners change: the state, the calendar, and who has to know."""

from collections.abc import Collection, Iterable

from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import leads_by_organisation
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import Detail, record
from scheduler.audit.subjects import SubjectKind
from scheduler.campaigns.queries.unguarded import campaign_row
from scheduler.content.domain.workflow import State, without_sign_off
from scheduler.content.models import Answer, Item, ItemVersion, SignOff
from scheduler.content.queries.unguarded import sign_offs_of, signatory_ids
from scheduler.content.services.calendar_entries import publish_item
from scheduler.content.services.notifications import ItemNotice, notify_people
from scheduler.content.services.sent_news import notify_of_outdated
from scheduler.content.services.signers import who_can_answer
from scheduler.content.services.signoff_status import LoadedItem


def text_changed(session: Session, loaded: LoadedItem, new: ItemVersion, context: ChangeContext) -> None:
    """Follow a change of text: sign-offs of the old one are void, so what rested on them goes back to review.

    Whoever signed the old text is notified, with the leads of their organisation, and whoever keeps the item if the old
    one was sent to the press. `loaded` has the old text.
    """
    item, old = loaded.item, loaded.version
    signed = {row.organisation_id: row.person_id for row in _approvals(loaded.sign_offs, old)}
    _revert_to_review(session, item, context)
    publish_item(session, item, context, loaded.with_version(new))
    people = {*signed.values(), *_leads_of(session, signed)}
    details = {"from_version": old.number, "to_version": new.number}
    notify_people(
        session, item, ItemNotice(NotificationKind.TEXT_CHANGED, people, f"v{new.number}", details=details), context
    )
    notify_of_outdated(session, item, context)


def recheck_approval(
    session: Session,
    item: Item,
    context: ChangeContext,
    *,
    newly_named: Collection[int] = frozenset(),
    loaded: LoadedItem | None = None,
) -> None:
    """Follow a change of what the sign-off needs: a no, another signatory, another owning organisation.

    Approved and scheduled items whose sign-off is lacking now go back to review; organisations newly named are asked.
    """
    loaded = loaded or LoadedItem(session, item, context.now)
    if loaded.status.blockers:
        _revert_to_review(session, item, context)
    publish_item(session, item, context, loaded)
    if item.state == State.IN_REVIEW and newly_named:
        ask_for_sign_offs(session, loaded, context, among=newly_named)


def ask_for_sign_offs(
    session: Session, loaded: LoadedItem, context: ChangeContext, *, among: Collection[int] | None = None
) -> None:
    """Ask the people who can sign for the organisations that have yet to answer; once for each version."""
    item, waited_for = loaded.item, who_can_answer(session, loaded)
    people = {person for ident, them in waited_for.items() if among is None or ident in among for person in them}
    details = {"version": item.version_number}
    news = ItemNotice(NotificationKind.SIGNOFF_ASKED, people, f"v{item.version_number}", details=details)
    notify_people(session, item, news, context)


def notify_owner(session: Session, item: Item, context: ChangeContext) -> None:
    """Tell the person who owns an item now, unless they took it themselves."""
    if item.owner_id is not None:
        notify_people(
            session, item, ItemNotice(NotificationKind.ASSIGNED, {item.owner_id}, f"r{item.revision}"), context
        )


def notify_participants(
    session: Session, item: Item, kind: NotificationKind, context: ChangeContext, *, also: Collection[int] = ()
) -> None:
    """Notify everybody who has to do with an item: owner, leads of its organisations, owner of its campaign."""
    organisations = {item.organisation_id, *signatory_ids(session, item)}
    people = set(also) | _leads_of(session, organisations)
    campaign = campaign_row(session, item.campaign_id) if item.campaign_id else None
    people |= {person for person in (item.owner_id, campaign.owner_id if campaign else None) if person is not None}
    notify_people(session, item, ItemNotice(kind, people, f"r{item.revision}"), context)


def is_joint(loaded: LoadedItem) -> bool:
    """Say whether other organisations sign an item, or have said yes to it."""
    return is_joint_by(loaded.item, loaded.signatories, loaded.sign_offs)


def is_joint_by(item: Item, signatories: Iterable[int], answers: Iterable[SignOff]) -> bool:
    """Return what `is_joint` does, by what is known of an item."""
    approved = (row.organisation_id for row in answers if Answer(row.answer) is Answer.YES)
    return bool({*signatories, *approved} - {item.organisation_id})


def valid_approvals(session: Session, item: Item, version: ItemVersion) -> list[SignOff]:
    """Return the sign-offs that say yes to exactly this text, the latest of each organisation."""
    return _approvals(sign_offs_of(session, item), version)


def _approvals(sign_offs: Iterable[SignOff], version: ItemVersion) -> list[SignOff]:
    latest = {row.organisation_id: row for row in sign_offs}
    counting = (row for row in latest.values() if version.counted(row.text_hash) == version.signed_hash)
    return [row for row in counting if Answer(row.answer) is Answer.YES]


def _leads_of(session: Session, organisation_ids: Collection[int]) -> set[int]:
    return {lead for leads in leads_by_organisation(session, organisation_ids).values() for lead in leads}


def return_to_review(session: Session, item: Item, context: ChangeContext, act: AuditAct) -> bool:
    """Return a locked item that was approved or scheduled to review, and say whether it was; `act` goes on record."""
    before, after = State(item.state), without_sign_off(State(item.state))
    if before is after:
        return False
    item.state = after
    details: dict[str, Detail] = {"from": before, "to": after, "version": item.version_number}
    subject = (SubjectKind.CONTENT, item.id)
    record(session, act, subject, actor_id=context.actor_id, now=context.now, details=details)
    return True


def _revert_to_review(session: Session, item: Item, context: ChangeContext) -> None:
    return_to_review(session, item, context, AuditAct.CONTENT_FELL_BACK)
