"""The embargo of an item: set, moved, removed, held, released, lifted early, and read in an emergency."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.domain.acts import Act, may
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.visibility import Audience, GuardRules, in_embargo_group
from scheduler.agenda.models import Guard
from scheduler.agenda.services import embargo
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.embargo import LockedOutError
from scheduler.agenda.services.guards import GuardDraft, LiftedError, says
from scheduler.agenda.services.lift import Republish, republish
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import Detail, record
from scheduler.audit.subjects import SubjectKind
from scheduler.content.domain.errors import NotYoursError, WrongStateError
from scheduler.content.domain.item_text import text_from_json
from scheduler.content.domain.sharing import Sharing
from scheduler.content.domain.workflow import UNPUBLISHED, ItemRoles
from scheduler.content.models import Item
from scheduler.content.queries.feedback import open_reviews
from scheduler.content.queries.unguarded import current_version
from scheduler.content.services.access import EmbargoSettings, kept, new_guard_draft
from scheduler.content.services.calendar_entries import publish_item
from scheduler.content.services.involved import embargo_group_of_item
from scheduler.content.services.item_plan import plan_of
from scheduler.content.services.item_text import real_title
from scheduler.content.services.lift_notifications import notify_embargo_group
from scheduler.content.services.notifications import ItemNotice, notify_people
from scheduler.content.services.revisions import check_revision, lock_item
from scheduler.content.services.sent_news import notify_of_outdated


@dataclass(frozen=True, slots=True)
class EmbargoContext:
    """Who acts on an embargo, who is notified, and how everything behind the guard is published again."""

    context: ChangeContext
    writers: Mapping[str, Republish] = field(default_factory=dict)


class ReviewersLeftOutError(ValueError):
    """People who are asked to review the text would not be in the embargo group."""

    def __init__(self, person_ids: tuple[int, ...]) -> None:
        super().__init__(f"{person_ids} are still asked to review")
        self.person_ids = person_ids


def set_embargo(
    session: Session,
    item: Item,
    sharing: Sharing,
    secrecy: EmbargoSettings,
    *,
    revision: int | None,
    by: ItemRoles,
    hand: EmbargoContext,
) -> None:
    """Set an embargo or change when it ends, who reads the text before, and who may know of the item after.

    Signatories and the owner always belong to the embargo group. If the lift moves, whoever has heard of the item is
    told: of a draft those who have been asked for something, later the embargo group. Saying again what is said already
    changes nothing.

    Raises:
        NotYoursError: the person has no part in the item.
        WrongStateError: it is out, or given up.
        LockedOutError, ReviewersLeftOutError: the embargo group makes no sense so.
        StaleEditError: somebody else changed the item in the meantime.
        LiftedError, PastLiftError, MayNotLiftError, RevealingTitleError: as `change_embargo` of the agenda; LiftedError
            also when nothing moves.
    """
    lock_item(session, item)
    _require(item, by)
    guard = session.get_one(Guard, item.guard_id)
    if guard.revealed_at is not None:
        raise LiftedError
    known = plan_of(session, item)
    draft = new_guard_draft(session, known.parties, sharing, secrecy)
    if says(guard, draft) and known.sharing.with_whom == sharing.with_whom:
        return
    check_revision(item, revision)
    item.shared_with = sharing.with_whom
    before, moves = guard.embargo_at, guard.embargo_at != secrecy.embargo.at
    _refuse_embargo_group(session, item, draft, hand.context)
    _change(session, item, draft, hand, is_accepted=secrecy.reveals_nothing)
    if before is not None and moves:
        times = {"was_at": int(before.timestamp()), "is_at": int(secrecy.embargo.at.timestamp())}
        notify_embargo_group(session, item, NotificationKind.MOVED, hand.context, more=times)
    _publish(session, item, hand)


def remove_embargo(session: Session, item: Item, *, revision: int | None, by: ItemRoles, hand: EmbargoContext) -> None:
    """Give an embargo up: whoever may know of the item reads its text at once. Without one nothing happens.

    Raises:
        NotYoursError: the person has no part in the item.
        LiftedError, HeldError, MayNotLiftError: as `change_embargo` of the agenda.
        StaleEditError: somebody else changed the item in the meantime.
    """
    if not by.may(Act.SET_EMBARGO):
        raise NotYoursError
    lock_item(session, item)
    guard = session.get_one(Guard, item.guard_id)
    if guard.embargo_at is None:
        return
    if guard.revealed_at is not None:
        raise LiftedError
    check_revision(item, revision)
    embargo_group = embargo_group_of_item(session, item)
    _change(session, item, _without_embargo(guard), hand)
    _publish(session, item, hand)
    notify_people(
        session, item, ItemNotice(NotificationKind.ADVANCED, embargo_group, details={"removed": 1}), hand.context
    )


def may_hold(item: Item, who: ActorRoles) -> bool:
    """Say whether a person may hold and release, their access to the text aside."""
    return may(Act.HOLD_EMBARGO, who.roles_in(item.organisation_id))


def place_on_hold(session: Session, item: Item, *, who: ActorRoles, hand: EmbargoContext) -> None:
    """Keep the text back whatever the clock says; whoever has heard of the item is notified. Twice is once.

    Raises:
        MayNotKeepError, NotKeptBackError: as `place_on_hold` of the agenda.
    """
    lock_item(session, item)
    guard = session.get_one(Guard, item.guard_id)
    if embargo.place_on_hold(session, guard, who, item.organisation_id, hand.context.now):
        _publish(session, item, hand)
        notify_embargo_group(session, item, NotificationKind.HELD, hand.context)


def release(session: Session, item: Item, *, who: ActorRoles, hand: EmbargoContext) -> None:
    """End a hold; if the embargo has passed meanwhile, the next run of the lift job lets the text out. Twice is once.

    Raises:
        MayNotKeepError, NotKeptBackError, MayNotLiftError: as `release` of the agenda.
    """
    lock_item(session, item)
    guard = session.get_one(Guard, item.guard_id)
    if embargo.release(session, guard, who, item.organisation_id, hand.context.now):
        _publish(session, item, hand)
        notify_embargo_group(session, item, NotificationKind.RELEASED, hand.context)


def lift_now(session: Session, item: Item, *, who: ActorRoles, hand: EmbargoContext) -> None:
    """Let the text out now, whatever the embargo said, and notify the embargo group; a hold ends with it.

    Raises:
        MayNotKeepError, NotKeptBackError, MayNotLiftError: as `lift_now` of the agenda.
    """
    lock_item(session, item)
    guard = session.get_one(Guard, item.guard_id)
    embargo.lift_now(session, guard, who, item.organisation_id, writers=hand.writers, context=hand.context)
    publish_item(session, item, hand.context)
    notify_embargo_group(session, item, NotificationKind.ADVANCED, hand.context)
    notify_of_outdated(session, item, hand.context)


def give_emergency_access(
    session: Session, item: Item, reason: str, *, form_id: str, who: ActorRoles, hand: EmbargoContext
) -> None:
    """Let a coordinator into the embargo group, who has to say why: it is notified, and reads the reason.

    Nothing happens for one who is in the embargo group already.

    Raises:
        MayNotKeepError, NotKeptBackError: as `give_emergency_access` of the agenda.
    """
    lock_item(session, item)
    guard = session.get_one(Guard, item.guard_id)
    embargo_group, now = embargo_group_of_item(session, item), hand.context.now
    made = embargo.give_emergency_access(session, guard, who, reason, form_id=form_id, now=now)
    if made is None:
        return
    details: dict[str, Detail] = {"access_id": made.id}
    record(
        session,
        AuditAct.CONTENT_EMERGENCY_ACCESS_TAKEN,
        (SubjectKind.CONTENT, item.id),
        actor_id=who.person_id,
        now=now,
        details=details,
    )
    _publish(session, item, hand)
    notify_people(session, item, ItemNotice(NotificationKind.GLASS_BROKEN, embargo_group, f"a{made.id}"), hand.context)


def _require(item: Item, by: ItemRoles) -> None:
    if not by.may(Act.SET_EMBARGO):
        raise NotYoursError
    if item.state not in UNPUBLISHED:
        raise WrongStateError(item.state)


def _change(
    session: Session, item: Item, draft: GuardDraft, hand: EmbargoContext, *, is_accepted: bool = False
) -> None:
    guard = session.get_one(Guard, item.guard_id)
    real = real_title(text_from_json(current_version(session, item).text))
    owner, context = item.organisation_id, hand.context
    embargo.change_embargo(session, guard, draft, real, organisation_id=owner, context=context, is_accepted=is_accepted)


def _refuse_embargo_group(session: Session, item: Item, draft: GuardDraft, context: ChangeContext) -> None:
    embargo_group = GuardRules(
        draft.audience,
        embargo_group_organisations=frozenset(draft.embargo_group_organisations),
        embargo_group_people=frozenset(draft.embargo_group_people),
    )
    if context.actor_id is not None and not in_embargo_group(
        viewer_of(actor_roles(session, context.actor_id)), embargo_group
    ):
        raise LockedOutError
    reviewers = {row.reviewer_id for row in open_reviews(session, item)}
    blind = tuple(
        sorted(
            person
            for person in reviewers
            if not in_embargo_group(viewer_of(actor_roles(session, person)), embargo_group)
        )
    )
    if blind:
        raise ReviewersLeftOutError(blind)


def _without_embargo(guard: Guard) -> GuardDraft:
    known = guard_rules(guard)
    draft = kept(guard, Audience(known.audience), known.audience_organisations, known.audience_people)
    return GuardDraft(draft.audience, organisations=draft.organisations, people=draft.people)


def _publish(session: Session, item: Item, hand: EmbargoContext) -> None:
    """Publish the item, also one that has no entry yet, and whatever else stands behind its guard.

    Whoever keeps it is notified if its copy was sent to the press.
    """
    publish_item(session, item, hand.context)
    republish(session, [item.guard_id], hand.writers, hand.context)
    notify_of_outdated(session, item, hand.context)
