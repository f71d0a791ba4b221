"""The embargo of an item: set, moved, removed, held, released, lifted early, and broken into on the record."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from scheduler.accounts.domain.acts import Act, may
from scheduler.accounts.domain.standing import Standing
from scheduler.accounts.services.standing import standing
from scheduler.agenda.clauses import concealed, facts
from scheduler.agenda.domain.sight import Audience, GuardFacts, in_circle
from scheduler.agenda.models import Guard
from scheduler.agenda.services import guards, lift
from scheduler.agenda.services.entries import Telling
from scheduler.agenda.services.guards import Embargo, GuardDraft, LiftedError, change_guard
from scheduler.agenda.services.lift import Republish, republish
from scheduler.agenda.services.notices import NoticeKind
from scheduler.agenda.services.viewers import viewer_of
from scheduler.audit.services import record
from scheduler.content.domain.workflow import UNPUBLISHED, RoleFacts
from scheduler.content.models import Item, ItemComment
from scheduler.content.services.circle import circle_of
from scheduler.content.services.facts import facts_of
from scheduler.content.services.guarding import Secrecy, Sharing, kept, new_guard_draft
from scheduler.content.services.items import NotYoursError, WrongStateError
from scheduler.content.services.lifting import tell_circle
from scheduler.content.services.notices import News, keepers_of, tell_people
from scheduler.content.services.publishing import publish_item
from scheduler.content.services.revisions import hold_item, take_revision
from scheduler.content.voices import open_reviews, said_by_form
from scheduler.dates.timezones import in_zone
from scheduler.db import once


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts on an embargo, who is told, and how everything behind the guard is published again."""

    telling: Telling
    writers: Mapping[str, Republish] = field(default_factory=dict)


class PastLiftError(ValueError):
    """The moment of the lift has passed already: that would let the words out at once."""


class LockedOutError(ValueError):
    """Whoever sets the embargo would not be in its circle."""


class ReviewersLeftOutError(ValueError):
    """People who are asked to review the words would not be in the circle."""

    def __init__(self, person_ids: tuple[int, ...]) -> None:
        super().__init__(f"{person_ids} are still asked to review")
        self.person_ids = person_ids


class NotKeptBackError(ValueError):
    """Nothing is kept back, so there is nothing to hold, release, lift or break."""


class HeldError(ValueError):
    """The words are held: whoever may has to release them first."""


def set_embargo(
    session: Session, item: Item, sharing: Sharing, secrecy: Secrecy, *, revision: int | None, by: RoleFacts, hand: Hand
) -> None:
    """Set an embargo or change when it ends, who reads the words before, and who may know of the item after.

    Signatories and the owner always belong to the circle. If the lift moves, the circle is told.

    Raises:
        NotYoursError: the person has no part in the item.
        WrongStateError: it is out, or given up.
        LiftedError: the words are out.
        PastLiftError, LockedOutError, ReviewersLeftOutError: the embargo makes no sense so.
        StaleEditError: somebody else changed the item in the meantime.
    """
    _require(item, by)
    take_revision(session, item, revision)
    guard = session.get_one(Guard, item.guard_id)
    if guard.revealed_at is not None:
        raise LiftedError
    before, moves = guard.embargo_at, guard.embargo_at != secrecy.embargo.at
    if moves and secrecy.embargo.at <= hand.telling.now:
        raise PastLiftError
    draft = new_guard_draft(session, facts_of(session, item).parties, sharing, secrecy)
    _refuse_circle(session, item, draft, hand.telling)
    change_guard(session, guard, draft, actor_id=hand.telling.actor_id, now=hand.telling.now)
    if before is not None and moves:
        times = {"was_at": int(before.timestamp()), "is_at": int(secrecy.embargo.at.timestamp())}
        tell_circle(session, item, NoticeKind.MOVED, hand.telling, more=times)
    _publish(session, item, hand)


def remove_embargo(session: Session, item: Item, *, revision: int | None, by: RoleFacts, hand: Hand) -> None:
    """Give an embargo up: whoever may know of the item reads its words at once. Without one nothing happens.

    Raises:
        NotYoursError: the person has no part in the item.
        LiftedError: the words are out.
        HeldError: they are held.
        StaleEditError: somebody else changed the item in the meantime.
    """
    if not by.may(Act.SET_EMBARGO):
        raise NotYoursError
    take_revision(session, item, revision)
    guard = session.get_one(Guard, item.guard_id)
    if guard.embargo_at is None:
        return
    if guard.revealed_at is not None:
        raise LiftedError
    if guard.held:
        raise HeldError
    tell_circle(session, item, NoticeKind.ADVANCED, hand.telling, more={"removed": 1})
    change_guard(session, guard, _without_embargo(guard), actor_id=hand.telling.actor_id, now=hand.telling.now)
    _publish(session, item, hand)


def may_hold(item: Item, who: Standing) -> bool:
    """Say whether a person may hold, release and lift early, their sight of the words aside."""
    return may(Act.HOLD_EMBARGO, who.roles_in(item.organisation_id))


def hold_back(session: Session, item: Item, *, who: Standing, hand: Hand) -> None:
    """Keep the words back whatever the clock says; twice is once.

    Raises:
        NotYoursError: only coordinators and leads of the owning organisation may.
        NotKeptBackError: there is no embargo, or it has ended.
    """
    guard = _kept_back(session, item, who)
    if guard.held:
        return
    guards.hold(session, guard, actor_id=who.person_id, now=hand.telling.now)
    _publish(session, item, hand)
    tell_circle(session, item, NoticeKind.HELD, hand.telling)


def release(session: Session, item: Item, *, who: Standing, hand: Hand) -> None:
    """End a hold; if the embargo has passed meanwhile, the next run of the lift job lets the words out. Twice is once.

    Raises:
        NotYoursError, NotKeptBackError: as `hold_back`.
    """
    guard = _kept_back(session, item, who)
    if not guard.held:
        return
    guards.release(session, guard, actor_id=who.person_id, now=hand.telling.now)
    _publish(session, item, hand)
    tell_circle(session, item, NoticeKind.RELEASED, hand.telling)


def lift_now(session: Session, item: Item, *, who: Standing, hand: Hand) -> None:
    """Let the words out now, whatever the embargo said; a hold ends with it.

    Raises:
        NotYoursError, NotKeptBackError: as `hold_back`.
    """
    guard = _kept_back(session, item, who)
    zone, now = guard.embargo_zone or "UTC", hand.telling.now
    local = in_zone(now, zone).replace(tzinfo=None, fold=0)
    lift.advance(session, guard, Embargo(local, zone, now), hand.writers, hand.telling)
    publish_item(session, item, hand.telling)
    tell_circle(session, item, NoticeKind.ADVANCED, hand.telling)


def break_glass(session: Session, item: Item, reason: str, *, form_id: str, who: Standing, hand: Hand) -> None:
    """Let a coordinator into the circle, who has to say why: the circle is told, and reads the reason as a comment.

    Nothing happens for one who is in the circle already.

    Raises:
        NotYoursError: only coordinators may.
        NotKeptBackError: there is no embargo, or it has ended.
    """
    if not may(Act.EMERGENCY_ACCESS, who.roles_in(item.organisation_id)):
        raise NotYoursError
    guard = _kept_back(session, item, who)
    if in_circle(viewer_of(who), facts(guard)):
        return
    circle = circle_of(session, facts(guard)) | set(keepers_of(session, item))
    guards.break_glass(session, guard, person_id=who.person_id, now=hand.telling.now)
    made = once(
        session,
        lambda: said_by_form(session, ItemComment, form_id),
        lambda: _reason(session, item, reason, form_id, hand.telling),
    )
    subject, told = ("content", item.id), {"comment_id": made.id}
    record(session, "content.glass_broken", subject, actor_id=who.person_id, now=hand.telling.now, facts={**told})
    _publish(session, item, hand)
    tell_people(session, item, News(NoticeKind.GLASS_BROKEN, circle, f"c{made.id}", told), hand.telling)


def _require(item: Item, by: RoleFacts) -> None:
    if not by.may(Act.SET_EMBARGO):
        raise NotYoursError
    if item.state not in UNPUBLISHED:
        raise WrongStateError(item.state)


def _kept_back(session: Session, item: Item, who: Standing) -> Guard:
    if not may_hold(item, who):
        raise NotYoursError
    hold_item(session, item)
    guard = session.get_one(Guard, item.guard_id, populate_existing=True, with_for_update=True)
    if guard.embargo_at is None or not concealed(guard):
        raise NotKeptBackError
    return guard


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


def _reason(session: Session, item: Item, reason: str, form_id: str, telling: Telling) -> ItemComment:
    if telling.actor_id is None:
        raise ValueError("a person breaks the glass")
    row = ItemComment(form_id=form_id, item_id=item.id, version_number=item.version_number, body=reason, at=telling.now)
    row.person_id = telling.actor_id
    session.add(row)
    session.flush()
    return row
