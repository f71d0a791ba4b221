"""Who may know of an item, and who reads its words while they are under embargo."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Guard
from scheduler.agenda.services.guards import Embargo, GuardDraft, change_guard, says
from scheduler.agenda.visibility_sql import concealed, facts
from scheduler.campaigns.models import Campaign
from scheduler.rows import lock_row


class SharedWith(StrEnum):
    """Whom an item is shared with before it is published."""

    OWN = "own"
    TAKING_PART = "taking_part"
    COALITION = "coalition"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Sharing:
    """Whom an item is shared with; `people` only where people are named."""

    with_whom: SharedWith = SharedWith.TAKING_PART
    people: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Secrecy:
    """An embargo as it is set; without a circle it is the owning organisation's desk.

    `tells_nothing` says that somebody has looked at what the safe title has in common with the words.
    """

    embargo: Embargo
    safe_title: str = ""
    circle_organisations: frozenset[int] = frozenset()
    circle_people: frozenset[int] = frozenset()
    tells_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Parties:
    """Who has to do with an item: its organisation, campaign and signatories, and who may never be shut out."""

    organisation_id: int
    campaign_id: int | None
    signatories: frozenset[int]
    keepers: frozenset[int]


def new_guard_draft(session: Session, parties: Parties, sharing: Sharing, secrecy: Secrecy | None) -> GuardDraft:
    """Return the guard of a new item.

    Signatories and keepers always belong: nobody can sign what they cannot read.
    """
    audience, organisations, people = _audience(session, parties, sharing)
    if secrecy is None:
        return GuardDraft(audience, organisations=organisations, people=people)
    named = secrecy.circle_organisations or (frozenset() if secrecy.circle_people else {parties.organisation_id})
    return GuardDraft(
        audience,
        organisations=organisations,
        people=people,
        embargo=secrecy.embargo,
        circle_organisations=named | parties.signatories,
        circle_people=secrecy.circle_people | parties.keepers,
        safe_title=secrecy.safe_title,
    )


def follow_parties(
    session: Session,
    guard: Guard,
    before: Parties,
    after: Parties,
    sharing: Sharing,
    *,
    actor_id: int | None,
    now: datetime,
) -> bool:
    """Let a guard follow a change of who has to do with the item; its embargo stays as it is.

    What is public stays public. Whoever is no signatory any more leaves the circle.

    Returns:
        Whether the guard changed, so that everything behind it has to be published again.
    """
    known = facts(guard)
    audience, organisations, people = _audience(session, after, sharing)
    if known.audience is Audience.PUBLIC:
        audience, organisations, people = Audience.PUBLIC, frozenset(), frozenset()
    draft = kept(guard, audience, organisations, people)
    circle = known.circle_organisations - (before.signatories - after.signatories)
    if before.organisation_id in circle and before.organisation_id != after.organisation_id:
        circle = circle - {before.organisation_id} | {after.organisation_id}
    if concealed(guard):
        draft = _with_circle(draft, circle | after.signatories, known.circle_people | after.keepers)
    if says(guard, draft):
        return False
    change_guard(session, guard, draft, actor_id=actor_id, now=now)
    return True


def close_to(
    session: Session,
    guard: Guard,
    organisation_id: int,
    signatories: frozenset[int],
    *,
    actor_id: int | None,
    now: datetime,
) -> bool:
    """Take an organisation out of a named audience, unless it signs or is in the circle; says whether that changed."""
    known = facts(guard)
    belongs = organisation_id in signatories | known.circle_organisations
    if belongs or organisation_id not in known.audience_organisations:
        return False
    draft = kept(guard, known.audience, known.audience_organisations - {organisation_id}, known.audience_people)
    change_guard(session, guard, draft, actor_id=actor_id, now=now)
    return True


def open_to_all(session: Session, guard: Guard, *, actor_id: int | None, now: datetime) -> None:
    """Make an item that was published known to everybody; nothing may conceal it any more."""
    if Audience(guard.audience) is not Audience.PUBLIC:
        change_guard(session, guard, kept(guard, Audience.PUBLIC), actor_id=actor_id, now=now)


def kept(
    guard: Guard,
    audience: Audience,
    organisations: frozenset[int] = frozenset(),
    people: frozenset[int] = frozenset(),
) -> GuardDraft:
    """Return what a guard says of embargo and circle, with another audience."""
    known = facts(guard)
    embargo = None
    if guard.embargo_local is not None and guard.embargo_zone is not None and guard.embargo_at is not None:
        embargo = Embargo(guard.embargo_local, guard.embargo_zone, guard.embargo_at)
    return GuardDraft(
        audience,
        organisations=organisations,
        people=people,
        embargo=embargo,
        circle_organisations=known.circle_organisations,
        circle_people=known.circle_people,
        safe_title=guard.safe_title,
    )


def sharing_of(guard: Guard, chosen: str | None, organisation_id: int, signatories: frozenset[int]) -> Sharing:
    """Return whom an item is shared with, as the form asks for it; what is public reads as the whole coalition.

    `chosen` is what was chosen when the guard got its audience. Both choices that name organisations may come to the
    same ones, so it cannot be told from them; where nothing is on record, whoever belongs in any case, as signatories
    and the circle do, says nothing about the others of the campaign.
    """
    known = facts(guard)
    if known.audience is Audience.PEOPLE:
        return Sharing(SharedWith.PEOPLE, known.audience_people)
    if known.audience is not Audience.ORGANISATIONS:
        return Sharing(SharedWith.COALITION)
    if chosen in {SharedWith.OWN, SharedWith.TAKING_PART}:
        return Sharing(SharedWith(chosen))
    only_own = known.audience_organisations <= {organisation_id} | signatories | known.circle_organisations
    return Sharing(SharedWith.OWN if only_own else SharedWith.TAKING_PART)


def _audience(session: Session, parties: Parties, sharing: Sharing) -> tuple[Audience, frozenset[int], frozenset[int]]:
    own = frozenset({parties.organisation_id}) | parties.signatories
    match sharing.with_whom:
        case SharedWith.COALITION:
            return Audience.COALITION, frozenset(), frozenset()
        case SharedWith.PEOPLE:
            return Audience.PEOPLE, frozenset(), sharing.people | parties.keepers
        case SharedWith.TAKING_PART:
            # Locked, so that none that leaves meanwhile is named here.
            campaign = lock_row(session, Campaign, parties.campaign_id, shared=True) if parties.campaign_id else None
            return Audience.ORGANISATIONS, own | (campaign.organisation_ids if campaign else frozenset()), frozenset()
        case SharedWith.OWN:
            return Audience.ORGANISATIONS, own, frozenset()


def _with_circle(draft: GuardDraft, organisations: frozenset[int], people: frozenset[int]) -> GuardDraft:
    return replace(draft, circle_organisations=organisations, circle_people=people)
