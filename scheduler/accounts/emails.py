"""Writes the mail of accounts when it leaves: invitations, new passwords, notices of changed ones."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.accounts.domain.invitations import InvitationState
from scheduler.accounts.models import Invitation, Organisation, Person
from scheduler.accounts.reading import coalition, people_with_address
from scheduler.accounts.reset_links import new_reset_token
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.accounts.services.invitations import INVITATION, issue_token
from scheduler.accounts.services.naming import name_with_organisations
from scheduler.accounts.services.open_invitations import invitation_state
from scheduler.accounts.services.recovery import LINK_LIFETIME, PASSWORD_CHANGED, RESET
from scheduler.accounts.services.stopped_addresses import ADDRESS_STOPPED
from scheduler.outbox.models import Message, Stream
from scheduler.outbox.rendering import Letter, NotSent, Renderer, one_line
from scheduler.outbox.stopping import is_stopped, stopped_addresses
from scheduler.web.additions import additions
from scheduler.web.request import settings


class InvitationEmails:
    """Writes invitations; the hash of each link is stored with its letter."""

    writes = True

    def __call__(self, session: Session, message: Message, now: datetime) -> Letter | NotSent:
        """Write an invitation with its link; nothing once it was used, revoked or is too old."""
        invitation = session.get(Invitation, message.payload["invitation_id"])
        if invitation is None or invitation_state(session, invitation, now) is not InvitationState.OPEN:
            return NotSent("invitation_spent")
        context = {
            "offer": _offer(session, invitation),
            "expires_at": invitation.expires_at,
            "link": link_of(session, invitation),
        }
        subject = _("Your invitation to %(coalition)s", coalition=_coalition_name(session))
        return account_letter(session, (invitation.email, invitation.name), "accounts/invitation", subject, context)


def reset_letter(session: Session, message: Message, _now: datetime) -> Letter | NotSent:
    """Write the link to a new password, good for an hour from when it was asked for."""
    person = _open_account(session, message)
    if person is None or message.expires_at is None:
        return NotSent("account_closed")
    token = new_reset_token(person, message.expires_at - LINK_LIFETIME, settings().secret_key)
    link = _address(f"/reset/{quote(token)}")
    context = {"person": person, "link": link, "expires_at": message.expires_at}
    subject = _("Your password reset link")
    return account_letter(session, (person.email, person.name), "accounts/reset", subject, context)


def password_changed_email(session: Session, message: Message, now: datetime) -> Letter | NotSent:
    """Write the notice that a password was changed or set by a link, with what lets programs in all the same."""
    person = _open_account(session, message)
    if person is None:
        return NotSent("account_closed")
    context = {"person": person, "changed_at": message.created_at, "link": _address("/reset")}
    asked = [one.after_new_password for one in additions() if one.after_new_password is not None]
    context["remaining"] = [sentence for ask in asked if (sentence := ask(session, person.id, now))]
    subject = _("Your password was changed")
    return account_letter(session, (person.email, person.name), "accounts/password_changed", subject, context)


def address_stopped_letter(session: Session, message: Message, _now: datetime) -> Letter | NotSent:
    """Tell a coordinator whose address is gone; nothing once it is tried again, or somebody has another one."""
    stopped_id = int(message.payload["person_id"])
    people = people_with_address(session, [stopped_id, message.person_id or 0])
    person, coordinator = people.get(stopped_id), people.get(message.person_id or 0)
    if coordinator is None or not actor_roles(session, coordinator.id).is_coordinator:
        return NotSent("no_member")
    stopped = stopped_addresses(session, [stopped_id]).get(stopped_id)
    if person is None or not is_stopped(stopped, person.email):
        return NotSent("removed")
    context = {"name": name_with_organisations(session, stopped_id), "link": _address("/delivery")}
    subject = _("Email to %(name)s came back", name=person.name)
    return account_letter(session, (coordinator.email, coordinator.name), "accounts/address_stopped", subject, context)


def link_of(session: Session, invitation: Invitation) -> str:
    """Return the address that accepts an invitation."""
    return _address(f"/invite/{issue_token(session, invitation, settings().secret_key)}")


RENDERERS: dict[tuple[Stream, str], Renderer] = {
    (Stream.ACCOUNT, INVITATION): InvitationEmails(),
    (Stream.ACCOUNT, RESET): reset_letter,
    (Stream.ACCOUNT, PASSWORD_CHANGED): password_changed_email,
    (Stream.ACCOUNT, ADDRESS_STOPPED): address_stopped_letter,
}


def account_letter(
    session: Session, to: tuple[str, str], template: str, subject: str, context: dict[str, Any]
) -> Letter:
    """Fill both forms of a letter to an address and a name; `template` lies under `emails/`.

    No request is there, so templates get no context but this.
    """
    address, to_name = to
    values = {
        "subject": one_line(subject),
        "coalition_name": _coalition_name(session),
        "base_url": settings().base_url,
        **context,
    }
    templates = current_app.jinja_env
    return Letter(
        to=address,
        to_name=one_line(to_name),
        from_name=one_line(row.name) if (row := coalition(session)) is not None else "",
        subject=values["subject"],
        text=templates.get_template(f"emails/{template}.txt").render(values),
        html=templates.get_template(f"emails/{template}.html").render(values),
    )


def _address(path: str) -> str:
    return settings().base_url + path


def _coalition_name(session: Session) -> str:
    row = coalition(session)
    return row.name if row is not None else _("Coalition Scheduler")


def _offer(session: Session, invitation: Invitation) -> str:
    """Say in one sentence to what somebody is invited, and by whom."""
    names = {
        "coalition": _coalition_name(session),
        "name": name_with_organisations(session, invitation.invited_by),
    }
    if invitation.organisation_id is None:
        return _offer_to_coordinate(names)
    names["organisation"] = session.get_one(Organisation, invitation.organisation_id).name
    if not names["name"]:
        return _("You are invited to join %(organisation)s in %(coalition)s.", **names)
    return _("%(name)s invites you to join %(organisation)s in %(coalition)s.", **names)


def _offer_to_coordinate(names: dict[str, str]) -> str:
    if names["name"]:
        return _("%(name)s invites you to coordinate %(coalition)s.", **names)
    return _("You are invited to coordinate %(coalition)s.", **names)


def _open_account(session: Session, message: Message) -> Person | None:
    person = session.get(Person, message.person_id) if message.person_id is not None else None
    return person if person is not None and person.active and person.anonymised_at is None else None
