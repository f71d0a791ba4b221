"""Tables of people, organisations, memberships, invitations, log-ins, and of what was tried and sent too often."""

from datetime import date, datetime

from flask_security import RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scheduler.accounts.domain.invitations import LIFETIME
from scheduler.accounts.domain.limits import LimitedAct

# Exported again, because the columns' words are wanted wherever the columns are.
from scheduler.accounts.domain.lockout import Purpose as Purpose  # noqa: PLC0414
from scheduler.accounts.domain.roles import MemberRole as MemberRole  # noqa: PLC0414
from scheduler.db import Base, MadeByForm, Versioned


class Coalition(Base):
    """The one row of settings that the coordinator keeps; `next_step` is where the first run goes on.

    `needs_picture_texts` is kept for the program before this one; `CheckRule` of `guidance/` says what holds.
    """

    __tablename__ = "coalition"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    zone: Mapped[str] = mapped_column(String(64))
    set_up_at: Mapped[datetime | None] = mapped_column(default=None)
    next_step: Mapped[str] = mapped_column(String(16), default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
    needs_picture_texts: Mapped[bool] = mapped_column(default=False, server_default=false())
    revision: Mapped[int] = mapped_column(default=1, server_default="1")


class Organisation(Base, MadeByForm, Versioned):
    """A member organisation; closed, never deleted.

    `country` is an ISO 3166-1 alpha-2 code, or empty: it says which days are off there.
    """

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(160), unique=True)
    short_name: Mapped[str] = mapped_column(String(40))
    zone: Mapped[str] = mapped_column(String(64))
    website: Mapped[str] = mapped_column(String(500), default="")
    country: Mapped[str] = mapped_column(String(2), default="", server_default=text("''"))
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    revision: Mapped[int] = mapped_column(default=1)


class OrganisationNameKey(Base):
    """What an organisation's name, or short name, looks like; the primary key lets nobody else look the same.

    `key` is one of `domain.skeletons.keys_of`. Organisations that looked alike before this was asked for have none.
    """

    __tablename__ = "organisation_name_key"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)


roles_people = Table(
    "roles_people",
    Base.metadata,
    Column("person_id", Integer, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", Integer, ForeignKey("role.id", ondelete="CASCADE"), primary_key=True),
)


class Role(Base, RoleMixin):
    """A coalition-wide role; the only one is `coordinator`."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)


class Person(Base, Versioned, UserMixin):
    """A person with an account; anonymised, never deleted. E-mail is kept in lower case."""

    __tablename__ = "person"
    __table_args__ = (
        Index("uq_person_lower_email", text("lower(email)"), unique=True),
        Index("ix_person_lower_name", text("lower(name)")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    password: Mapped[str | None] = mapped_column(String(255), default=None)
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    zone: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(16), default="en", server_default=text("'en'"))
    away_until: Mapped[date | None] = mapped_column(default=None)
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), default=None)
    created_at: Mapped[datetime]
    anonymised_at: Mapped[datetime | None] = mapped_column(default=None)
    revision: Mapped[int] = mapped_column(default=1)
    # Flask-Security declares a list of its own role type, and lists are invariant.
    roles: Mapped[list[Role]] = relationship(secondary=roles_people)  # type: ignore[assignment]
    memberships: Mapped[list["Membership"]] = relationship(back_populates="person")
    deputy: Mapped["Person | None"] = relationship(remote_side="Person.id")


class Membership(Base, Versioned):
    """A person acts for an organisation in a role; ended, never deleted."""

    __tablename__ = "membership"
    __table_args__ = (
        Index(
            "uq_membership_open",
            "person_id",
            "organisation_id",
            unique=True,
            sqlite_where=Column("ended_at").is_(None),
            postgresql_where=Column("ended_at").is_(None),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[MemberRole] = mapped_column(String(16))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    revision: Mapped[int] = mapped_column(default=1)
    person: Mapped[Person] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship(lazy="joined")


class Invitation(Base, MadeByForm):
    """An invitation to an address; only the hash of its token is stored, minted when the mail is sent.

    `sendings` counts how often its mail was asked for; `invited_by` is who asked last, None on the command line.
    """

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), default=None)
    role: Mapped[MemberRole] = mapped_column(String(16), default=MemberRole.MEMBER)
    makes_coordinator: Mapped[bool] = mapped_column(default=False)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True, default=None)
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), default=None)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    sendings: Mapped[int] = mapped_column(default=0)

    @property
    def sent_at(self) -> datetime:
        """When its mail was asked for last, from when on it is good for its lifetime."""
        return self.expires_at - LIFETIME


class LoginSession(Base):
    """One log-in on one device; deleted when it ends.

    The cookies carry its secret, the row keeps the hash. `person_key` is the person's `fs_uniquifier` of that moment:
    whatever gives the person another one ends all their log-ins. `last_used_at` and `network` are of the last use, and
    are flushed at most once a minute.
    """

    __tablename__ = "login_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    person_key: Mapped[str] = mapped_column(String(64))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_agent: Mapped[str] = mapped_column(String(256))
    network: Mapped[str] = mapped_column(String(64))
    remembered: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime]
    last_used_at: Mapped[datetime] = mapped_column(index=True)
    person: Mapped[Person] = relationship()


class PersonVisit(Base):
    """When a person was here last, on whichever device, and when the visit before that ended (`domain.visits`).

    Log-ins are deleted when they end, so they do not tell. Written with their last uses.
    """

    __tablename__ = "person_visit"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    last_at: Mapped[datetime]
    before_at: Mapped[datetime | None] = mapped_column(default=None)


class LoginAttempt(Base):
    """One try to log in that has not succeeded, or one asking for a new password.

    Kept by a keyed hash of the address typed, whether or not there is such an account, and by where it came from:
    `network_address` is a network like `93.184.216.0/24`, or `device:` and the name of a browser that is known.
    """

    __tablename__ = "login_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    email_hash: Mapped[str] = mapped_column(String(64), index=True)
    network_address: Mapped[str] = mapped_column(String(64), index=True)
    purpose: Mapped[Purpose] = mapped_column(String(16), default=Purpose.LOG_IN)
    at: Mapped[datetime] = mapped_column(index=True)


class LimitUse(Base):
    """What a person has sent to others, so many times at one moment; rows count for an hour (`domain.limits`)."""

    __tablename__ = "limit_use"
    __table_args__ = (Index("ix_limit_use_person_act", "person_id", "act", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    act: Mapped[LimitedAct] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(index=True)
    times: Mapped[int]
