"""Who sees nothing of a thing, a placeholder, or its text."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from scheduler.accounts.domain.acts import Role

UNDER_WAY = timedelta(seconds=10)
"""What was sent before the text came out may be stored after: a request is not done at once."""


class Visibility(StrEnum):
    """How much of a guarded thing a viewer may know."""

    HIDDEN = "hidden"
    REDACTED = "redacted"
    FULL = "full"


class Audience(StrEnum):
    """Who may know of a thing once nothing conceals it; the last two name whom they mean."""

    PUBLIC = "public"
    COALITION = "coalition"
    ORGANISATIONS = "organisations"
    PEOPLE = "people"


_BY_SIZE = (Audience.PEOPLE, Audience.ORGANISATIONS, Audience.COALITION, Audience.PUBLIC)


def is_wider(audience: Audience, other: Audience) -> bool:
    """Say whether an audience is of a kind that takes in more readers than another."""
    return _BY_SIZE.index(audience) > _BY_SIZE.index(other)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: a person, the staff of an organisation behind a feed address, or anyone.

    `is_member` is true for an active coalition member and for a staff feed. `organisations` are all that the
    viewer acts for, whatever the role; `editor_of` those in which it is lead or editor, `leads` in which it is lead.
    """

    person_id: int | None
    is_member: bool
    is_coordinator: bool = False
    organisations: frozenset[int] = frozenset()
    editor_of: frozenset[int] = frozenset()
    leads: frozenset[int] = frozenset()

    def roles_in(self, organisation_id: int) -> frozenset[Role]:
        """Return what the viewer is to an organisation's things, coordinating the coalition included."""
        by_role = {
            Role.COORDINATOR: self.is_coordinator,
            Role.LEAD: organisation_id in self.leads,
            Role.EDITOR: organisation_id in self.editor_of - self.leads,
            Role.MEMBER: organisation_id in self.organisations - self.editor_of,
        }
        return frozenset(role for role, applies in by_role.items() if applies)

    @property
    def roles_anywhere(self) -> frozenset[Role]:
        """Return what the viewer is to things that belong to the whole coalition."""
        return frozenset({Role.COORDINATOR} if self.is_coordinator else ()).union(
            *(self.roles_in(organisation_id) for organisation_id in self.organisations)
        )

    @classmethod
    def anonymous(cls) -> Self:
        """Return the viewer of the public pages: nobody in particular."""
        return cls(None, is_member=False)

    @classmethod
    def staff_of(cls, organisation_id: int) -> Self:
        """Return the viewer behind a staff feed: a member without an account, so in no embargo group."""
        return cls(None, is_member=True, organisations=frozenset({organisation_id}))


@dataclass(frozen=True, slots=True)
class GuardRules:
    """What a guard says: audience, embargo and embargo group, as plain values.

    `embargo_at` and `revealed_at` are aware UTC. The embargo group is the leads and editors of
    `embargo_group_organisations` and everyone in `embargo_group_people`.
    """

    audience: Audience
    audience_organisations: frozenset[int] = frozenset()
    audience_people: frozenset[int] = frozenset()
    embargo_at: datetime | None = None
    held: bool = False
    revealed_at: datetime | None = None
    embargo_group_organisations: frozenset[int] = frozenset()
    embargo_group_people: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Period:
    """A time that is over in which the text was kept back, and who could read it when it ended.

    `since` and `until` are aware UTC and belong to it; without `since` it began with the thing itself. The readers are
    the leads and editors of `organisations`, and `people`.
    """

    since: datetime | None
    until: datetime
    organisations: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()

    def holds(self, moment: datetime) -> bool:
        """Say whether a moment lies in it."""
        return (self.since is None or self.since <= moment) and moment <= self.until

    @property
    def came_out_at(self) -> datetime:
        """Return when the text came out; what is under way then belongs to the time still."""
        return self.until - UNDER_WAY

    def was_read_by(self, viewer: Viewer) -> bool:
        """Say whether the viewer could read the text when it ended."""
        return viewer.person_id in self.people or not viewer.editor_of.isdisjoint(self.organisations)


def visibility_for(viewer: Viewer, guard: GuardRules, now: datetime) -> Visibility:
    """Say how much of a thing the viewer may know on a page.

    Feeds, mail and search show the stored entry to everyone instead: see `may_list`.

    Args:
        viewer: who looks.
        guard: the guard of the thing.
        now: makes no difference. Time alone reveals nothing: only the lift job sets `revealed_at`, so a stopped
            worker makes the text late, never early.
    """
    del now
    if sees_text(viewer, guard):
        return Visibility.FULL
    return Visibility.REDACTED if may_list(viewer, guard) else Visibility.HIDDEN


def sees_text(viewer: Viewer, guard: GuardRules) -> bool:
    """Say whether the viewer may read the text now, and so learn what is done about it: tasks, deadlines, mail."""
    return in_embargo_group(viewer, guard) if is_concealed(guard) else in_audience(viewer, guard)


def may_read_statement(viewer: Viewer, guard: GuardRules, periods: Iterable[Period], at: datetime) -> bool:
    """Say whether the viewer may read what was said beside the text at a moment, or an earlier draft of it.

    The lift opens the text as it is then. Comments, notes of reviews and sign-offs, drafts and the history of a
    time in which it was kept back stay with those who could read them.

    Args:
        viewer: who looks.
        guard: the guard of the text.
        periods: the times, now over, in which it was kept back.
        at: aware UTC.
    """
    return sees_text(viewer, guard) and all(one.was_read_by(viewer) for one in periods if one.holds(at))


def may_be_notified(viewer: Viewer, guard: GuardRules, periods: Iterable[Period], at: datetime) -> bool:
    """Say whether mail may tell the viewer that something happened at a moment, whatever it was.

    That anything happened while the text was kept back stays with those who could read it, like what was said then.
    What is told as the text comes out is about nothing else, and goes to whoever may read it from then on.

    Args:
        viewer: whom the mail is to.
        guard: the guard of the text.
        periods: the times, now over, in which it was kept back.
        at: aware UTC.
    """
    return may_read_statement(viewer, guard, (one for one in periods if one.came_out_at != at), at)


def entry_visible(viewer: Viewer, guard: GuardRules, *, tells_more: bool) -> bool:
    """Say whether an entry may stand in the viewer's lists, counts and feeds.

    Args:
        viewer: who looks.
        guard: the guard of the thing behind it.
        tells_more: the entry is no placeholder of the thing but a task or deadline of it. How many of them there are,
            and until when, is kept back with the text.
    """
    return sees_text(viewer, guard) if tells_more else may_list(viewer, guard)


def may_list(viewer: Viewer, guard: GuardRules) -> bool:
    """Say whether the stored entry, a placeholder before the lift, may stand in the viewer's lists, feeds and mail."""
    if not is_concealed(guard):
        return in_audience(viewer, guard)
    return viewer.is_member and (in_audience(viewer, guard) or in_embargo_group(viewer, guard))


def is_overseen(viewer: Viewer, guard: GuardRules, organisation_id: int) -> bool:
    """Say whether a coordinator may know, on an overview, that something is there of which they may read nothing.

    Only what organisations share: whose it is, when, and how far, never its title. What the organisation that owns it
    keeps to itself does not exist for them, what is kept back has its placeholder or is hidden like from everybody.
    """
    is_shared = guard.audience is Audience.ORGANISATIONS and bool(guard.audience_organisations - {organisation_id})
    return viewer.is_coordinator and is_shared and not is_concealed(guard) and not in_audience(viewer, guard)


def is_concealed(guard: GuardRules) -> bool:
    """Say whether the text is kept back: an embargo or a hold that no lift has ended, whatever the time."""
    return is_kept_back(guard.embargo_at, guard.revealed_at, held=guard.held)


def is_kept_back(embargo_at: datetime | None, revealed_at: datetime | None, *, held: bool) -> bool:
    """Say the same by the values alone on which it rests."""
    return (embargo_at is not None or held) and revealed_at is None


def in_embargo_group(viewer: Viewer, guard: GuardRules) -> bool:
    """Say whether the viewer may see the text while it is concealed."""
    return viewer.person_id in guard.embargo_group_people or not viewer.editor_of.isdisjoint(
        guard.embargo_group_organisations
    )


def in_audience(viewer: Viewer, guard: GuardRules) -> bool:
    """Say whether the viewer may know of the thing once nothing conceals it."""
    match guard.audience:
        case Audience.PUBLIC:
            return True
        case Audience.COALITION:
            return viewer.is_member
        case Audience.ORGANISATIONS:
            return not viewer.organisations.isdisjoint(guard.audience_organisations)
        case Audience.PEOPLE:
            return viewer.person_id in guard.audience_people
