"""The embargo of an item: set, moved, removed, held, released, lifted early, and read in an emergency."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import Standing
from scheduler.accounts.domain.acts import Act, may
from scheduler.accounts.services.actor_roles import standing
from scheduler.agenda.domain.visibility import Audience, GuardFacts, in_circle
from scheduler.agenda.models import Guard
from scheduler.agenda.services import embargo
from scheduler.agenda.services.entries import Telling
from scheduler.agenda.services.guards import GuardDraft, LiftedError, says
from scheduler.agenda.services.lift import Republish, republish
from scheduler.agenda.services.notifications import NoticeKind
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.visibility_sql import facts
from scheduler.audit.services import Fact, record
from scheduler.content.domain.item_text import words_from_json
from scheduler.content.domain.workflow import UNPUBLISHED, RoleFacts
from scheduler.content.models import Item
from scheduler.content.queries.feedback import open_reviews
from scheduler.content.queries.items import current_version
from scheduler.content.services.access import Secrecy, Sharing, kept, new_guard_draft
from scheduler.content.services.calendar_entries import publish_item
from scheduler.content.services.involved import circle_of_item
from scheduler.content.services.item_plan import facts_of
from scheduler.content.services.item_text import real_title
from scheduler.content.services.items import NotYoursError, WrongStateError
from scheduler.content.services.lift_notifications import tell_circle
from scheduler.content.services.notifications import News, tell_people
from scheduler.content.services.revisions import check_revision, lock_item


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts on an embargo, who is told, and how everything behind the guard is published again."""

    telling: Telling
    writers: Mapping[str, Republish] = field(default_factory=dict)


class LockedOutError(ValueError):
    """Whoever sets the embargo would not be in its circle."""


class ReviewersLeftOutError(ValueError):
    """People who are asked to review the words would not be in the circle."""

    def __init__(self, person_ids: tuple[int, ...]) -> None:
        super().__init__(f"{person_ids} are still asked to review")
        self.person_ids = person_ids


def set_embargo(
    session: Session, item: Item, sharing: Sharing, secrecy: Secrecy, *, revision: int | None, by: RoleFacts, hand: Hand
) -> None:
    """Set an embargo or change when it ends, who reads the words before, and who may know of the item after.

    Signatories and the owner always belong to the circle. If the lift moves, whoever has heard of the item is told: of
    a draft those who have been asked for something, later the circle. Saying again what is said already changes
    nothing.

    Raises:
        NotYoursError: the person has no part in the item.
        WrongStateError: it is out, or given up.
        LockedOutError, ReviewersLeftOutError: the circle makes no sense so.
        StaleEditError: somebody else changed the item in the meantime.
        LiftedError, PastLiftError, MayNotLiftError, TellingTitleError: as `change_embargo` of the agenda; LiftedError
            also when nothing moves.
    """
    lock_item(session, item)
    _require(item, by)
    guard = session.get_one(Guard, item.guard_id)
    if guard.revealed_at is not None:
        raise LiftedError
    known = facts_of(session, item)
    draft = new_guard_draft(session, known.parties, sharing, secrecy)
    if says(guard, draft) and known.sharing.with_whom == sharing.with_whom:
        return
    check_revision(item, revision)
    item.shared_with = sharing.with_whom
    before, moves = guard.embargo_at, guard.embargo_at != secrecy.embargo.at
    _refuse_circle(session, item, draft, hand.telling)
    _change(session, item, draft, hand, is_accepted=secrecy.tells_nothing)
    if before is not None and moves:
        times = {"was_at": int(before.timestamp()), "is_at": int(secrecy.embargo.at.timestamp())}
        tell_circle(session, item, NoticeKind.MOVED, hand.telling, more=times)
    _publish(session, item, hand)


def remove_embargo(session: Session, item: Item, *, revision: int | None, by: RoleFacts, hand: Hand) -> None:
    """Give an embargo up: whoever may know of the item reads its words at once. Without one nothing happens.

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
    circle = circle_of_item(session, item)
    _change(session, item, _without_embargo(guard), hand)
    _publish(session, item, hand)
    tell_people(session, item, News(NoticeKind.ADVANCED, circle, facts={"removed": 1}), hand.telling)


def may_hold(item: Item, who: Standing) -> bool:
    """Say whether a person may hold and release, their sight of the words aside."""
    return may(Act.HOLD_EMBARGO, who.roles_in(item.organisation_id))


def hold_back(session: Session, item: Item, *, who: Standing, hand: Hand) -> None:
    """Keep the words back whatever the clock says; whoever has heard of the item is told. Twice is once.

    Raises:
        MayNotKeepError, NotKeptBackError: as `hold_back` of the agenda.
    """
    lock_item(session, item)
    guard = session.get_one(Guard, item.guard_id)
    if embargo.hold_back(session, guard, who, item.organisation_id, hand.telling.now):
        _publish(session, item, hand)
        tell_circle(session, item, NoticeKind.HELD, hand.telling)


def release(session: Session, item: Item, *, who: Standing, hand: Hand) -> None:
    """End a hold; if the embargo has passed meanwhile, the next run of the lift job lets the words out. Twice is once.

    Raises:
        MayNotKeepError, NotKeptBackError, MayNotLiftError: as `release` of the agenda.
    """
    lock_item(session, item)
    guard = session.get_one(Guard, item.guard_id)
    if embargo.release(session, guard, who, item.organisation_id, hand.telling.now):
        _publish(session, item, hand)
        tell_circle(session, item, NoticeKind.RELEASED, hand.telling)


def lift_now(session: Session, item: Item, *, who: Standing, hand: Hand) -> None:
    """Let the words out now, whatever the embargo said, and tell the circle; a hold ends with it.

    Raises:
        MayNotKeepError, NotKeptBackError, MayNotLiftError: as `lift_now` of the agenda.
    """
    lock_item(session, item)
    guard = session.get_one(Guard, item.guard_id)
    embargo.lift_now(session, guard, who, item.organisation_id, writers=hand.writers, telling=hand.telling)
    publish_item(session, item, hand.telling)
    tell_circle(session, item, NoticeKind.ADVANCED, hand.telling)


def give_emergency_access(
    session: Session, item: Item, reason: str, *, form_id: str, who: Standing, hand: Hand
) -> None:
    """Let a coordinator into the circle, who has to say why: the circle is told, and reads the reason.

    Nothing happens for one who is in the circle already.

    Raises:
        MayNotKeepError, NotKeptBackError: as `give_emergency_access` of the agenda.
    """
    lock_item(session, item)
    guard = session.get_one(Guard, item.guard_id)
    circle, now = circle_of_item(session, item), hand.telling.now
    made = embargo.give_emergency_access(session, guard, who, reason, form_id=form_id, now=now)
    if made is None:
        return
    told: dict[str, Fact] = {"access_id": made.id}
    record(session, "content.glass_broken", ("content", item.id), actor_id=who.person_id, now=now, facts=told)
    _publish(session, item, hand)
    tell_people(session, item, News(NoticeKind.GLASS_BROKEN, circle, f"a{made.id}"), hand.telling)


def _require(item: Item, by: RoleFacts) -> None:
    if not by.may(Act.SET_EMBARGO):
        raise NotYoursError
    if item.state not in UNPUBLISHED:
        raise WrongStateError(item.state)


def _change(session: Session, item: Item, draft: GuardDraft, hand: Hand, *, is_accepted: bool = False) -> None:
    guard = session.get_one(Guard, item.guard_id)
    real = real_title(words_from_json(current_version(session, item).words))
    owner, telling = item.organisation_id, hand.telling
    embargo.change_embargo(session, guard, draft, real, organisation_id=owner, telling=telling, is_accepted=is_accepted)


def _refuse_circle(session: Session, item: Item, draft: GuardDraft, telling: Telling) -> None:
    circle = GuardFacts(
        draft.audience,
        circle_organisations=frozenset(draft.circle_organisations),
        circle_people=frozenset(draft.circle_people),
    )
    if telling.actor_id is not None and not in_circle(viewer_of(standing(session, telling.actor_id)), circle):
        raise LockedOutError
    reviewers = {row.reviewer_id for row in open_reviews(session, item)}
    blind = tuple(sorted(person for person in reviewers if not in_circle(viewer_of(standing(session, person)), circle)))
    if blind:
        raise ReviewersLeftOutError(blind)


def _without_embargo(guard: Guard) -> GuardDraft:
    known = facts(guard)
    draft = kept(guard, Audience(known.audience), known.audience_organisations, known.audience_people)
    return GuardDraft(draft.audience, organisations=draft.organisations, people=draft.people)


def _publish(session: Session, item: Item, hand: Hand) -> None:
    """Publish the item, also one that has no entry yet, and whatever else stands behind its guard."""
    publish_item(session, item, hand.telling)
    republish(session, item.guard_id, hand.writers, hand.telling)
