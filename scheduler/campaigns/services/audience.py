"""Who may see a campaign: from what a person chose to a guard, and back."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.guards import Embargo, GuardDraft, change_guard, says
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.campaigns.models import Campaign


@dataclass(frozen=True, slots=True)
class AudienceDraft:
    """Who may see a campaign: the coalition, the organisations taking part, or named people.

    With an embargo, until it lifts only the embargo group: leads and editors of organisations, and people.
    `placeholder_title` stands in for the title meanwhile; `reveals_nothing` says that somebody has looked at
    what it has in common with that.
    """

    audience: Audience = Audience.ORGANISATIONS
    people: frozenset[int] = frozenset()
    embargo: Embargo | None = None
    embargo_group_organisations: frozenset[int] = frozenset()
    embargo_group_people: frozenset[int] = frozenset()
    placeholder_title: str = ""
    reveals_nothing: bool = False


def guard_draft(draft: AudienceDraft, owner_id: int, participant_ids: frozenset[int]) -> GuardDraft:
    """Return what the guard should say; the owner always sees what they own, as far as the audience can name people."""
    named_people = draft.people | {owner_id} if draft.audience is Audience.PEOPLE else ()
    embargo_group = draft.embargo is not None
    return GuardDraft(
        draft.audience,
        organisations=participant_ids if draft.audience is Audience.ORGANISATIONS else (),
        people=named_people,
        embargo=draft.embargo,
        embargo_group_organisations=draft.embargo_group_organisations & participant_ids if embargo_group else (),
        embargo_group_people=draft.embargo_group_people | {owner_id} if embargo_group else (),
        placeholder_title=draft.placeholder_title,
    )


def audience_of(guard: Guard) -> AudienceDraft:
    """Return what a guard says, as a person chose it."""
    rules = guard_rules(guard)
    embargo = None
    if guard.embargo_at is not None and guard.embargo_local is not None and guard.embargo_zone is not None:
        embargo = Embargo(guard.embargo_local, guard.embargo_zone, guard.embargo_at)
    return AudienceDraft(
        audience=rules.audience,
        people=rules.audience_people if rules.audience is Audience.PEOPLE else frozenset(),
        embargo=embargo,
        embargo_group_organisations=rules.embargo_group_organisations,
        embargo_group_people=rules.embargo_group_people,
        placeholder_title=guard.placeholder_title,
    )


def follow_organisations(session: Session, campaign: Campaign, context: ChangeContext) -> None:
    """Let the guard name the organisations and the owner that the campaign has now."""
    guard = session.get_one(Guard, campaign.guard_id)
    draft = audience_of(guard)
    draft = replace(draft, people=draft.people - draft.embargo_group_people)
    wanted = guard_draft(draft, campaign.owner_id, campaign.organisation_ids)
    if not says(guard, wanted):
        change_guard(session, guard, wanted, actor_id=context.actor_id, now=context.now)
