"""Commands about accounts."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _

from scheduler.accounts.domain.addresses import BadAddressError, clean_address
from scheduler.accounts.domain.errors import AlreadyInvitedError, AlreadyMemberError
from scheduler.accounts.domain.invitations import FIRST_COMMAND
from scheduler.accounts.emails import link_of
from scheduler.accounts.models import Invitation
from scheduler.accounts.reading import has_people
from scheduler.accounts.services.invitations import InvitationDraft, account_of, find_invitation, invite, send_again
from scheduler.addresses import hidden_in_address
from scheduler.web.hidden_characters import hidden_character_message
from scheduler.web.request import now, session, settings


@click.command("create-admin")
@click.argument("email")
@with_appcontext
def create_admin(email: str) -> None:
    """Invite EMAIL as coordinator: mail the one-time link and print it. Works on an empty database."""
    invitation = _invite(email)
    link = link_of(session(), invitation)
    session().commit()
    click.echo(_where_the_invitation_goes(invitation.email))
    click.echo(_what_the_link_does(invitation))
    click.echo(link)


@click.command("first-step", hidden=True)
@with_appcontext
def first_step() -> None:
    """Say how the first person gets in; nothing when there are people already."""
    if not has_people(session()):
        click.echo(_("No one has an account yet. Invite yourself as coordinator, in a second terminal:"))
        click.echo(f"  {FIRST_COMMAND}")


def _what_the_link_does(invitation: Invitation) -> str:
    owner = account_of(session(), invitation)
    if owner is None:
        return _("This link opens the account, once, within 14 days:")
    return _(
        "%(name)s has an account already and keeps it. Opened while logged in to it, this link makes them a"
        " coordinator, once, within 14 days:",
        name=owner.name,
    )


def _where_the_invitation_goes(address: str) -> str:
    if settings().smtp_url is not None:
        return _("The invitation is queued for %(address)s; a running worker sends it.", address=address)
    folder = Path(current_app.instance_path) / "mail"
    return _(
        "No mail server is set (SCHEDULER_SMTP_URL), so no email is sent: a running worker writes the invitation "
        "for %(address)s to a file in %(folder)s.",
        address=address,
        folder=folder,
    )


def _why_no_address(email: str) -> str:
    hidden = hidden_in_address(email)
    if hidden is not None:
        return hidden_character_message(email, email.index(hidden))
    return _("Enter an email address that can receive email.")


def _invite(email: str) -> Invitation:
    try:
        draft = InvitationDraft(email=clean_address(email), organisation_id=None, makes_coordinator=True)
        return invite(session(), draft, None, now())
    except BadAddressError as error:
        raise click.BadParameter(_why_no_address(email), param_hint="EMAIL") from error
    except AlreadyMemberError as error:
        text = _(
            "This address already belongs to a coordinator. If the password is forgotten, reset it on the log-in page."
        )
        raise click.ClickException(text) from error
    except AlreadyInvitedError as error:
        invitation = find_invitation(session(), error.invitation_id)
        if invitation is None:
            raise click.ClickException(_("Please try again.")) from error
        send_again(session(), invitation, None, now())
        return invitation


commands: tuple[click.Command, ...] = (create_admin, first_step)
