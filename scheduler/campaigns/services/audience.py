"""Who may see a campaign: from what a person chose to a guard, and back."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from scheduler.agenda.clauses import facts
from scheduler.agenda.domain.sight import Audience
from scheduler.agenda.models import Guard
from scheduler.agenda.services.entries import Telling
from scheduler.agenda.services.guards import Embargo, GuardDraft, change_guard
from scheduler.campaigns.models import Campaign


@dataclass(frozen=True, slots=True)
class AudienceDraft:
    """Who may see a campaign: the coalition, the organisations taking part, or named people.

    With an embargo, until then only the circle: the desks of organisations, and people. `safe_title` stands in for the
    title meanwhile.
    """

    audience: Audience = Audience.ORGANISATIONS
    people: frozenset[int] = frozenset()
    embargo: Embargo | None = None
    circle_organisations: frozenset[int] = frozenset()
    circle_people: frozenset[int] = frozenset()
    safe_title: str = ""


def guard_draft(draft: AudienceDraft, owner_id: int, taking_part: frozenset[int]) -> GuardDraft:
    """Return what the guard should say; the owner always sees what they own, as far as the audience can name people."""
    named_people = draft.people | {owner_id} if draft.audience is Audience.PEOPLE else ()
    circle = draft.embargo is not None
    return GuardDraft(
        draft.audience,
        organisations=taking_part if draft.audience is Audience.ORGANISATIONS else (),
        people=named_people,
        embargo=draft.embargo,
        circle_organisations=draft.circle_organisations & taking_part if circle else (),
        circle_people=draft.circle_people | {owner_id} if circle else (),
        safe_title=draft.safe_title,
    )


def audience_of(guard: Guard) -> AudienceDraft:
    """Return what a guard says, as a person chose it."""
    said = facts(guard)
    embargo = None
    if guard.embargo_at is not None and guard.embargo_local is not None and guard.embargo_zone is not None:
        embargo = Embargo(guard.embargo_local, guard.embargo_zone, guard.embargo_at)
    return AudienceDraft(
        audience=said.audience,
        people=said.audience_people if said.audience is Audience.PEOPLE else frozenset(),
        embargo=embargo,
        circle_organisations=said.circle_organisations,
        circle_people=said.circle_people,
        safe_title=guard.safe_title,
    )


def set_guard(session: Session, campaign: Campaign, draft: AudienceDraft, telling: Telling) -> bool:
    """Make a campaign's guard say what was chosen; answers whether that changed anything.

    Raises:
        LiftedError: the draft sets or moves an embargo whose words are already out.
    """
    guard = session.get_one(Guard, campaign.guard_id)
    wanted = guard_draft(draft, campaign.owner_id, campaign.organisation_ids)
    if _says(guard) == _compared(wanted):
        return False
    change_guard(session, guard, wanted, actor_id=telling.actor_id, now=telling.now)
    return True


def follow_organisations(session: Session, campaign: Campaign, telling: Telling) -> None:
    """Let the guard name the organisations and the owner that the campaign has now."""
    draft = audience_of(session.get_one(Guard, campaign.guard_id))
    set_guard(session, campaign, replace(draft, people=draft.people - draft.circle_people), telling)


def _says(guard: Guard) -> tuple[object, ...]:
    said = facts(guard)
    people = said.audience_people if said.audience is Audience.PEOPLE else frozenset[int]()
    organisations = said.audience_organisations if said.audience is Audience.ORGANISATIONS else frozenset[int]()
    circle = (said.circle_organisations, said.circle_people)
    return said.audience, organisations, people, guard.embargo_at, *circle, guard.safe_title


def _compared(draft: GuardDraft) -> tuple[object, ...]:
    embargo_at = draft.embargo.at if draft.embargo else None
    circle_people, circle_organisations = frozenset(draft.circle_people), frozenset(draft.circle_organisations)
    people = frozenset(draft.people) | circle_people if draft.audience is Audience.PEOPLE else frozenset[int]()
    named = draft.audience is Audience.ORGANISATIONS
    organisations = frozenset(draft.organisations) | circle_organisations if named else frozenset[int]()
    return draft.audience, organisations, people, embargo_at, circle_organisations, circle_people, draft.safe_title
