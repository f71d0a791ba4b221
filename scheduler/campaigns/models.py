"""Tables of campaigns, the organisations that take part or ask to, tasks, and what can be undone."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scheduler.agenda.models import Guard
from scheduler.campaigns.domain.joining import JoinAnswer, Joining
from scheduler.campaigns.domain.permissions import CampaignRoles, TaskRoles
from scheduler.db import Addressed, Base, MadeByForm


class Campaign(Base, MadeByForm):
    """The plan around an edition, an event, or days of its own.

    `first_day` and `last_day` (inclusive) are always the days that hold now: those of the edition or event are
    followed, and are NULL while not announced. `day_lost_at` says since when that edition or event does not take place.
    """

    __tablename__ = "campaign"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True)
    title: Mapped[str] = mapped_column(String(160))
    goal: Mapped[str] = mapped_column(Text, default="")
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"), index=True, default=None)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True, default=None)
    first_day: Mapped[date | None] = mapped_column(index=True, default=None)
    last_day: Mapped[date | None] = mapped_column(default=None)
    day_lost_at: Mapped[datetime | None] = mapped_column(default=None)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    guard_id: Mapped[int] = mapped_column(ForeignKey("guard.id"), index=True)
    joining: Mapped[Joining] = mapped_column(String(8), default=Joining.ASK, server_default=Joining.ASK)
    created_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)
    cancel_reason: Mapped[str] = mapped_column(String(500), default="")
    deleted_at: Mapped[datetime | None] = mapped_column(index=True, default=None)
    revision: Mapped[int] = mapped_column(default=1)
    guard: Mapped[Guard] = relationship(lazy="raise_on_sql")
    participations: Mapped[list["CampaignOrganisation"]] = relationship(
        cascade="all, delete-orphan", order_by="CampaignOrganisation.joined_at", lazy="selectin"
    )

    @property
    def organisation_ids(self) -> frozenset[int]:
        """The organisations taking part, the one that leads included."""
        return frozenset(participation.organisation_id for participation in self.participations)

    @property
    def roles(self) -> CampaignRoles:
        """What decides who may do what with it."""
        return CampaignRoles(self.owner_id, self.organisation_id, self.organisation_ids)


class CampaignOrganisation(Base):
    """An organisation takes part in a campaign."""

    __tablename__ = "campaign_organisation"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)
    joined_at: Mapped[datetime]


class JoinRequest(Base, Addressed):
    """An organisation asks to take part in a campaign; open until `answered_at`, one at a time for each."""

    __tablename__ = "join_request"
    __table_args__ = (
        Index(
            "uq_join_request_open",
            "campaign_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    answer: Mapped[JoinAnswer | None] = mapped_column(String(10), default=None)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)


class Task(Base, MadeByForm, Addressed):
    """Something somebody has to do by the end of a day in the zone of whoever does it.

    `offset_days` counts from the campaign's first day (negative is before); such a task moves along with it. Without
    one the day is fixed. With `on_working_days` it is due on the last working day up to there, in the country of its
    organisation. `made_from` names the line of the plan that it was made from. `former_assignee_id` is who had it and
    has left: it needs somebody.
    """

    __tablename__ = "task"
    __table_args__ = (Index("ix_task_campaign_open", "campaign_id", "done_at", "deleted_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    title: Mapped[str] = mapped_column(String(160))
    note: Mapped[str] = mapped_column(Text, default="")
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True, default=None)
    former_assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    due_on: Mapped[date | None] = mapped_column(default=None)
    offset_days: Mapped[int | None] = mapped_column(default=None)
    on_working_days: Mapped[bool] = mapped_column(default=False, server_default=false())
    made_from: Mapped[str] = mapped_column(String(80), default="", server_default=text("''"))
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None] = mapped_column(default=None)
    revision: Mapped[int] = mapped_column(default=1)

    @property
    def roles(self) -> TaskRoles:
        """What decides who may change it."""
        return TaskRoles(self.assignee_id, self.organisation_id)


class CampaignUndo(Base, Addressed):
    """One act on tasks that can be taken back: for each task its values before, and its revision after.

    `rows` holds ids, days and instants in ISO form, never text.
    """

    __tablename__ = "campaign_undo"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    act: Mapped[str] = mapped_column(String(24))
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    undone_at: Mapped[datetime | None] = mapped_column(default=None)


def path_of(campaign: Campaign, task: Task) -> str:
    """Return a task's address within the site."""
    return f"/campaigns/{campaign.public_id}/work#task-{task.address}"
