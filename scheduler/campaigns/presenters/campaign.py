"""What the pages of campaigns show, as plain values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from scheduler.accounts.queries.people import Profile
from scheduler.agenda.domain.embargo_rights import EmbargoRights
from scheduler.agenda.domain.visibility import Audience, GuardRules
from scheduler.agenda.queries.guards import AccessLine
from scheduler.campaigns.domain.permissions import Permissions
from scheduler.campaigns.domain.timeline import TimelineMark
from scheduler.campaigns.domain.todo import WaitingRow


class DayKind(StrEnum):
    """Where a campaign's days come from."""

    EDITION = "edition"
    EVENT = "event"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class DaySource:
    """What a campaign is about; the name is empty for days of its own and for an event that the reader may not know."""

    kind: DayKind
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class OrganisationView:
    """An organisation as a page names it."""

    id: int
    name: str
    short_name: str
    closed: bool


@dataclass(frozen=True, slots=True)
class GuardView:
    """Who may see a thing, by name, and until when its text is kept back; what `lock_badge` wants."""

    audience: Audience
    audience_names: tuple[str, ...]
    embargo_at: datetime | None
    embargo_zone: str | None
    held: bool
    revealed_at: datetime | None
    embargo_group_names: tuple[str, ...]

    @property
    def concealed(self) -> bool:
        """Is the text kept back now?"""
        return self.revealed_at is None and (self.held or self.embargo_at is not None)


@dataclass(frozen=True, slots=True)
class FinishedTask:
    """A task that is done or deleted; `is_theirs` says that the reader may take that back."""

    id: int
    address: str
    title: str
    who: str
    at: datetime
    due_on: date | None
    is_theirs: bool = False


@dataclass(frozen=True, slots=True)
class JoinRequestView:
    """An organisation that asks to take part, who asked for it, and whether that is the reader's to take back."""

    address: str
    organisation: OrganisationView
    who: str
    at: datetime
    is_theirs: bool


@dataclass(frozen=True, slots=True)
class Undoable:
    """Something done to tasks that its doer can still take back; `text` says what."""

    address: str
    text: str
    count: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignPage:
    """What every page of a campaign shows to one person who may see its text, and its tasks.

    Days are inclusive and end in the zone `zone`, whose offset is told as of `zone_at`; None while not announced.
    `marks` returns its tasks on their days, `accesses` is empty for who is not in the embargo group. `people` are those
    who are named and, where the page was asked for with them, who act for an organisation that takes part.
    """

    id: int
    public_id: str
    revision: int
    title: str
    goal: str
    first_day: date | None
    last_day: date | None
    zone: str
    zone_at: datetime
    day: DaySource
    day_lost_at: datetime | None
    cancelled_at: datetime | None
    cancel_reason: str
    guard_id: int
    guard: GuardView
    rules: GuardRules
    rights: EmbargoRights
    accesses: tuple[AccessLine, ...]
    lead: OrganisationView
    organisations: tuple[OrganisationView, ...]
    owner_id: int
    owner: str
    may: Permissions
    waiting: tuple[WaitingRow, ...]
    done: tuple[FinishedTask, ...]
    deleted: tuple[FinishedTask, ...]
    marks: Callable[[], tuple[TimelineMark, ...]]
    task_titles: Mapping[int, str]
    followed: bool
    people: tuple[Profile, ...]

    @property
    def may_move(self) -> bool:
        """Say whether the reader may move it to another day: it has one of its own, and takes place."""
        return (
            self.may.edit and self.day.kind is DayKind.OWN and self.first_day is not None and self.cancelled_at is None
        )

    @property
    def organisation_ids(self) -> frozenset[int]:
        """The organisations taking part, by id."""
        return frozenset(organisation.id for organisation in self.organisations)


@dataclass(frozen=True, slots=True)
class Participation:
    """Who could take part in a campaign: brought in at once, or asked for; and who has asked, as far as it is shown."""

    joinable: tuple[OrganisationView, ...]
    askable: tuple[OrganisationView, ...]
    requests: tuple[JoinRequestView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeutralCampaign:
    """A campaign under embargo for a member outside its embargo group: the placeholder and when the text comes out."""

    public_id: str
    title: str
    first_day: date | None
    last_day: date | None
    embargo_at: datetime | None
    embargo_zone: str | None
    held: bool
    rights: EmbargoRights
    revealed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignCard:
    """A campaign in a list; a concealed one shows its placeholder alone, and how many wait is counted for no one."""

    public_id: str
    title: str
    concealed: bool
    first_day: date | None
    last_day: date | None
    organisation: str
    about: str
    cancelled_at: datetime | None
    deleted_at: datetime | None
    day_lost_at: datetime | None
    waiting: int
    overdue: int
