"""Who may know of an item, and who reads its text while it is under embargo."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Guard
from scheduler.agenda.services.guards import Embargo, GuardDraft, change_guard, says
from scheduler.agenda.visibility_sql import concealed, guard_rules
from scheduler.campaigns.models import Campaign
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.rows import lock_row


@dataclass(frozen=True, slots=True)
class EmbargoSettings:
    """An embargo as it is set; without an embargo group it is the owning organisation's leads and editors.

    `reveals_nothing` says that somebody has looked at what the placeholder title has in common with the text.
    """

    embargo: Embargo
    placeholder_title: str = ""
    embargo_group_organisations: frozenset[int] = frozenset()
    embargo_group_people: frozenset[int] = frozenset()
    reveals_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Participants:
    """Who has to do with an item: its organisation, campaign and signatories, and who may never be shut out."""

    organisation_id: int
    campaign_id: int | None
    signatories: frozenset[int]
    must_keep_access: frozenset[int]


def new_guard_draft(
    session: Session, parties: Participants, sharing: Sharing, secrecy: EmbargoSettings | None
) -> GuardDraft:
    """Return the guard of a new item.

    Signatories and keepers always belong: nobody can sign what they cannot read.
    """
    audience, organisations, people = _audience(session, parties, sharing)
    if secrecy is None:
        return GuardDraft(audience, organisations=organisations, people=people)
    named = secrecy.embargo_group_organisations or (
        frozenset() if secrecy.embargo_group_people else {parties.organisation_id}
    )
    return GuardDraft(
        audience,
        organisations=organisations,
        people=people,
        embargo=secrecy.embargo,
        embargo_group_organisations=named | parties.signatories,
        embargo_group_people=secrecy.embargo_group_people | parties.must_keep_access,
        placeholder_title=secrecy.placeholder_title,
    )


def update_access_for_participants(
    session: Session,
    guard: Guard,
    before: Participants,
    after: Participants,
    sharing: Sharing,
    *,
    actor_id: int | None,
    now: datetime,
) -> bool:
    """Let a guard follow a change of who has to do with the item; its embargo stays as it is.

    What is public stays public. Whoever is no signatory any more leaves the embargo group.

    Returns:
        Whether the guard changed, so that everything behind it has to be published again.
    """
    known = guard_rules(guard)
    audience, organisations, people = _audience(session, after, sharing)
    if known.audience is Audience.PUBLIC:
        audience, organisations, people = Audience.PUBLIC, frozenset(), frozenset()
    draft = kept(guard, audience, organisations, people)
    embargo_group = known.embargo_group_organisations - (before.signatories - after.signatories)
    if before.organisation_id in embargo_group and before.organisation_id != after.organisation_id:
        embargo_group = embargo_group - {before.organisation_id} | {after.organisation_id}
    if concealed(guard):
        draft = _with_embargo_group(
            draft, embargo_group | after.signatories, known.embargo_group_people | after.must_keep_access
        )
    if says(guard, draft):
        return False
    change_guard(session, guard, draft, actor_id=actor_id, now=now)
    return True


def remove_organisation_access(
    session: Session,
    guard: Guard,
    organisation_id: int,
    signatories: frozenset[int],
    *,
    actor_id: int | None,
    now: datetime,
) -> bool:
    """Take an organisation out of a named audience, unless it signs or is in the embargo group; True if changed."""
    known = guard_rules(guard)
    belongs = organisation_id in signatories | known.embargo_group_organisations
    if belongs or organisation_id not in known.audience_organisations:
        return False
    draft = kept(guard, known.audience, known.audience_organisations - {organisation_id}, known.audience_people)
    change_guard(session, guard, draft, actor_id=actor_id, now=now)
    return True


def make_public(session: Session, guard: Guard, *, actor_id: int | None, now: datetime) -> None:
    """Make an item that was published known to everybody; nothing may conceal it any more."""
    if Audience(guard.audience) is not Audience.PUBLIC:
        change_guard(session, guard, kept(guard, Audience.PUBLIC), actor_id=actor_id, now=now)


def kept(
    guard: Guard,
    audience: Audience,
    organisations: frozenset[int] = frozenset(),
    people: frozenset[int] = frozenset(),
) -> GuardDraft:
    """Return what a guard says of embargo and embargo group, with another audience."""
    known = guard_rules(guard)
    embargo = None
    if guard.embargo_local is not None and guard.embargo_zone is not None and guard.embargo_at is not None:
        embargo = Embargo(guard.embargo_local, guard.embargo_zone, guard.embargo_at)
    return GuardDraft(
        audience,
        organisations=organisations,
        people=people,
        embargo=embargo,
        embargo_group_organisations=known.embargo_group_organisations,
        embargo_group_people=known.embargo_group_people,
        placeholder_title=guard.placeholder_title,
    )


def sharing_of(guard: Guard, chosen: str | None, organisation_id: int, signatories: frozenset[int]) -> Sharing:
    """Return whom an item is shared with, as the form asks for it; what is public reads as the whole coalition.

    `chosen` is what was chosen when the guard got its audience. Both choices that name organisations may come to the
    same ones, so it cannot be told from them; where nothing is on record, whoever belongs in any case, as signatories
    and the embargo group do, says nothing about the others of the campaign.
    """
    known = guard_rules(guard)
    if known.audience is Audience.PEOPLE:
        return Sharing(ShareScope.PEOPLE, known.audience_people)
    if known.audience is not Audience.ORGANISATIONS:
        return Sharing(ShareScope.COALITION)
    if chosen in {ShareScope.OWN, ShareScope.PARTICIPANTS}:
        return Sharing(ShareScope(chosen))
    only_own = known.audience_organisations <= {organisation_id} | signatories | known.embargo_group_organisations
    return Sharing(ShareScope.OWN if only_own else ShareScope.PARTICIPANTS)


def _audience(
    session: Session, parties: Participants, sharing: Sharing
) -> tuple[Audience, frozenset[int], frozenset[int]]:
    own = frozenset({parties.organisation_id}) | parties.signatories
    match sharing.with_whom:
        case ShareScope.COALITION:
            return Audience.COALITION, frozenset(), frozenset()
        case ShareScope.PEOPLE:
            return Audience.PEOPLE, frozenset(), sharing.people | parties.must_keep_access
        case ShareScope.PARTICIPANTS:
            # Locked, so that none that leaves meanwhile is named here.
            campaign = lock_row(session, Campaign, parties.campaign_id, shared=True) if parties.campaign_id else None
            return Audience.ORGANISATIONS, own | (campaign.organisation_ids if campaign else frozenset()), frozenset()
        case ShareScope.OWN:
            return Audience.ORGANISATIONS, own, frozenset()


def _with_embargo_group(draft: GuardDraft, organisations: frozenset[int], people: frozenset[int]) -> GuardDraft:
    return replace(draft, embargo_group_organisations=organisations, embargo_group_people=people)
