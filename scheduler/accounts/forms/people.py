"""Forms about other people: inviting, roles, confirmations, and accepting an invitation."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.forms.account import NAME_MAX_CHARS
from scheduler.accounts.forms.fields import AddressField, NameField, SecretField, equal_to
from scheduler.accounts.models import Organisation
from scheduler.accounts.services.invitations import InvitationDraft
from scheduler.web.fields import ChoiceField, RadiosField, ZoneField
from scheduler.web.forms import TokenForm

COORDINATOR_PLACE = "coalition"
ROLES = [
    (MemberRole.MEMBER.value, _l("Member: can view plans, comment and complete tasks")),
    (MemberRole.EDITOR.value, _l("Editor: can also write content")),
    (MemberRole.LEAD.value, _l("Lead: can also sign off and manage members")),
]


class InviteForm(TokenForm):
    email = AddressField(_l("Email address"), required=True)
    place = ChoiceField(_l("Organisation"))
    role = RadiosField(_l("Role"), choices=ROLES, default=MemberRole.MEMBER.value)

    def offer(self, organisations: Iterable[Organisation], *, coordinator: bool) -> "InviteForm":
        """Fill the list of places that the inviter may invite to."""
        places: list[tuple[str, object]] = [(str(row.id), row.name) for row in organisations]
        if coordinator:
            places.append((COORDINATOR_PLACE, _l("The coalition, as coordinator")))
        self.place.choices = places
        return self

    def draft(self) -> InvitationDraft:
        """Return what was filled in."""
        coordinates = self.place.data == COORDINATOR_PLACE
        return InvitationDraft(
            email=self.email.data,
            organisation_id=None if coordinates else int(self.place.data),
            role=MemberRole(self.role.data),
            makes_coordinator=coordinates,
            form_id=self.form_id.data,
        )


class AcceptForm(TokenForm):
    name = NameField(_l("Your name"), max_chars=NAME_MAX_CHARS, required=True, render_kw={"autocomplete": "name"})
    zone = ZoneField(_l("Your time zone"), required=True)
    password = SecretField(_l("Password"), new=True)
    password_again = SecretField(_l("Password again"), new=True, also=equal_to("password"))


class RoleForm(TokenForm):
    role = RadiosField(_l("Role"), choices=ROLES)
    even_last_lead = HiddenField()


class CoordinatorForm(TokenForm):
    """A button that makes a coordinator, or ends one; `act` says which of both its page showed."""

    act = HiddenField()


class ConfirmForm(TokenForm):
    """A button that was pressed on a page which said what will happen."""

    even_last_lead = HiddenField()
