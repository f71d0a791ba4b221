"""What a person is in the coalition, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduler.accounts.domain.acts import Act, Role, may
from scheduler.accounts.domain.roles import EDITORS, MemberRole


@dataclass(frozen=True, slots=True)
class ActorRoles:
    """A person's roles by organisation id; only open memberships of open organisations count.

    `is_member` is true for whoever has such a membership and for every coordinator.
    """

    person_id: int
    is_member: bool
    is_coordinator: bool
    roles: Mapping[int, MemberRole] = field(default_factory=dict)

    @property
    def organisations(self) -> frozenset[int]:
        """Organisations that the person acts for, whatever the role."""
        return frozenset(self.roles)

    @property
    def editor_of(self) -> frozenset[int]:
        """Organisations in which the person is lead or editor."""
        return frozenset(organisation for organisation, role in self.roles.items() if role in EDITORS)

    @property
    def leads(self) -> frozenset[int]:
        """Organisations in which the person is lead."""
        return frozenset(organisation for organisation, role in self.roles.items() if role is MemberRole.LEAD)

    def is_lead_of(self, organisation_id: int) -> bool:
        """Is the person a lead of the organisation?"""
        return organisation_id in self.leads

    def is_editor_of(self, organisation_id: int) -> bool:
        """Is the person a lead or an editor of the organisation?"""
        return organisation_id in self.editor_of

    def may_manage_members_of(self, organisation_id: int) -> bool:
        """May the person invite into the organisation, change roles there and end memberships?"""
        return may(Act.KEEP_PEOPLE, self.roles_in(organisation_id))

    def roles_in(self, organisation_id: int) -> frozenset[Role]:
        """Return what the person is to an organisation's things, coordinating the coalition included."""
        own = self.roles.get(organisation_id)
        return self._coordinating | ({Role(own.value)} if own is not None else frozenset())

    @property
    def roles_anywhere(self) -> frozenset[Role]:
        """Return what the person is to things that belong to the whole coalition."""
        return self._coordinating | {Role(role.value) for role in self.roles.values()}

    def where(self, act: Act) -> frozenset[int]:
        """Return the organisations for which the person's own role there is enough to do this."""
        return frozenset(ident for ident, role in self.roles.items() if may(act, {Role(role.value)}))

    @property
    def _coordinating(self) -> frozenset[Role]:
        return frozenset({Role.COORDINATOR}) if self.is_coordinator else frozenset()
