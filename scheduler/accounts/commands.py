"""Commands about accounts."""

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from scheduler.accounts.domain.addresses import BadAddressError, clean_address
from scheduler.accounts.domain.errors import AlreadyInvitedError, AlreadyMemberError
from scheduler.accounts.letters import link_of
from scheduler.accounts.models import Invitation
from scheduler.accounts.services.invitations import InvitationDraft, find_invitation, invite, send_again
from scheduler.web.context import now, session


@click.command("create-admin")
@click.argument("email")
@with_appcontext
def create_admin(email: str) -> None:
    """Invite EMAIL as coordinator: mail the one-time link and print it. Works on an empty database."""
    invitation = _invite(email)
    link = link_of(session(), invitation)
    session().commit()
    click.echo(_("Mailed to %(address)s. This link opens the account, once, within 14 days:", address=invitation.email))
    click.echo(link)


def _invite(email: str) -> Invitation:
    try:
        draft = InvitationDraft(email=clean_address(email), organisation_id=None, makes_coordinator=True)
        return invite(session(), draft, None, now())
    except BadAddressError as error:
        raise click.BadParameter(
            _("This is no e-mail address that mail can be sent to."), param_hint="EMAIL"
        ) from error
    except AlreadyMemberError as error:
        text = _(
            "This address belongs to a coordinator already. A forgotten password is set anew on the page of log-in."
        )
        raise click.ClickException(text) from error
    except AlreadyInvitedError as error:
        invitation = find_invitation(session(), error.invitation_id)
        if invitation is None:
            raise click.ClickException(_("Please try again.")) from error
        send_again(session(), invitation, None, now())
        return invitation


commands: tuple[click.Command, ...] = (create_admin,)
