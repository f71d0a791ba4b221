"""Commands about mail."""

import secrets
from typing import cast

import click
import idna
from flask import current_app
from flask.cli import with_appcontext

from scheduler.outbox.domain.mail_records import Verdict, findings
from scheduler.outbox.mailbox import MailboxError
from scheduler.outbox.mailer import DemoAddressError, MailError, RenderedMessage, UnreachableError
from scheduler.outbox.mailers import mail_folder, mailbox_for, mailer_for, signer_for
from scheduler.outbox.mime import Sender, UnmailableAddressError, compose, mailable
from scheduler.outbox.rendering import Letter
from scheduler.outbox.resolver import DnsResolver, Resolver
from scheduler.web.request import now, settings


@click.command("doctor")
@click.option(
    "--mail",
    "domain",
    metavar="[DOMAIN]",
    is_flag=False,
    flag_value="",
    help="Look at the sender, or at another domain.",
)
@click.option("--selector", metavar="NAME", help="Which DKIM key mail is signed with: the s= of DKIM-Signature.")
@click.option("--to", "address", metavar="EMAIL", help="Send a test email to this address, too.")
@with_appcontext
def doctor(domain: str | None, selector: str | None, address: str | None) -> None:
    """Say what SPF, DKIM and DMARC lack for the sender of our mail, and send a test email."""
    sender = Sender.parse(settings().mail_from)
    is_well = True
    if domain is not None or address is None:
        is_read = _is_read_where_it_comes_back()
        is_well = _looked_at(_ascii(domain or sender.domain), selector, sender) and is_read
    if address is not None:
        _send_test(address, sender)
    if not is_well:
        raise click.exceptions.Exit(1)


def _ascii(domain: str) -> str:
    try:
        return idna.encode(domain.rstrip("."), uts46=True).decode("ascii").lower()
    except idna.IDNAError as error:
        raise click.BadParameter("Enter a domain, such as example.org.", param_hint="--mail") from error


def _looked_at(domain: str, selector: str | None, sender: Sender) -> bool:
    """Print what is found; False if something is wanting."""
    if "." not in domain:
        raise click.ClickException(
            f"Mail from {domain} is not accepted anywhere. Set SCHEDULER_MAIL_FROM to an address in your own domain."
        )
    resolver = cast("Resolver", current_app.extensions.get("scheduler.resolver", DnsResolver()))
    signer = signer_for(settings(), sender)
    if signer is not None and domain == signer.domain and selector in {None, signer.selector}:
        found = list(findings(domain, signer.selector, resolver.texts_of, signer.fits))
    else:
        found = list(findings(domain, selector, resolver.texts_of))
    for finding in found:
        click.echo(f"{finding.verdict}: {finding.text}")
    return all(finding.verdict is not Verdict.WANTING for finding in found)


def _send_test(address: str, sender: Sender) -> None:
    try:
        to = mailable(address)
    except UnmailableAddressError as error:
        raise click.BadParameter("Enter an email address that can receive email.", param_hint="--to") from error
    letter = Letter(
        to=to,
        to_name="",
        subject="Test email",
        text=(
            f"This test email was asked for on the server of {settings().base_url}.\n\n"
            "In its headers, Authentication-Results says what your provider makes of the sender: spf, dkim and dmarc"
            " should say pass.\n"
        ),
    )
    parcel = RenderedMessage(0, to, compose(letter, sender, secrets.token_hex(20), now()), (address, to))
    mailer = mailer_for(settings(), sender)
    try:
        mailer.send(parcel)
    except MailError as error:
        raise click.ClickException(_why_not(error)) from error
    finally:
        mailer.close()
    click.echo(_where_it_is())


def _why_not(error: MailError) -> str:
    match error:
        case DemoAddressError():
            return "Addresses under .example belong to nobody and are never mailed. Use an address of your own."
        case UnreachableError():
            return f"The mail server cannot be used: {error.reason}. Check SCHEDULER_SMTP_URL and SCHEDULER_MAIL_FROM."
        case _:
            return f"The mail server did not take the test email: {error.reason}"


def _is_read_where_it_comes_back() -> bool:
    """Print where mail comes back to, if that is set; False if its mailbox cannot be read."""
    address, mailbox = settings().bounce_address, mailbox_for(settings())
    if address is not None:
        local, _, domain = address.rpartition("@")
        click.echo(f"Undeliverable email comes back to {local}+…@{domain}, a signed address for each email.")
    if mailbox is None:
        return True
    try:
        mailbox.check()
    except MailboxError as error:
        click.echo(f"Wanting: the mailbox of that address cannot be read ({error}). Check SCHEDULER_BOUNCE_IMAP_URL.")
        return False
    click.echo("Good: the mailbox of that address can be read.")
    return True


def _where_it_is() -> str:
    if settings().smtp_url is None:
        return f"No mail server is set (SCHEDULER_SMTP_URL): the test email is a file in {mail_folder(settings())}."
    return "The mail server took the test email. See that it arrives, and not as spam."


commands = (doctor,)
