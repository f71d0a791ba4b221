"""Which mailer the settings ask for."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from scheduler.outbox.domain.return_path import ReturnPath
from scheduler.outbox.eml_files import FileMailer
from scheduler.outbox.mailbox import Mailbox
from scheduler.outbox.mailer import Mailer
from scheduler.outbox.mime import Sender
from scheduler.outbox.smtp import SmtpMailer, SmtpServer

if TYPE_CHECKING:
    from scheduler.outbox.dkim_signing import DkimSigner


class MailSettings(Protocol):
    """The settings that sending takes."""

    @property
    def smtp_url(self) -> str | None: ...
    @property
    def dkim_selector(self) -> str | None: ...
    @property
    def dkim_key_file(self) -> Path | None: ...
    @property
    def instance_dir(self) -> Path: ...
    @property
    def secret_key(self) -> str: ...
    @property
    def bounce_address(self) -> str | None: ...
    @property
    def bounce_imap_url(self) -> str | None: ...


def mail_folder(settings: MailSettings) -> Path:
    """Return where mail is written while no mail server is set."""
    return settings.instance_dir / "mail"


def signer_for(settings: MailSettings, sender: Sender) -> "DkimSigner | None":
    """Return what signs mail of this sender, if a key is set."""
    if settings.dkim_selector is None or settings.dkim_key_file is None:
        return None
    # Its library takes a tenth of a second to import, for which every start would wait.
    from scheduler.outbox.dkim_signing import DkimSigner  # noqa: PLC0415

    return DkimSigner.load(sender.domain, settings.dkim_selector, settings.dkim_key_file)


def return_path_for(settings: MailSettings) -> ReturnPath | None:
    """Return what makes the addresses that mail comes back to, if one is set."""
    return ReturnPath(settings.bounce_address, settings.secret_key) if settings.bounce_address is not None else None


def mailbox_for(settings: MailSettings) -> Mailbox | None:
    """Return the mailbox that mail comes back to, if one is set."""
    return Mailbox.parse(settings.bounce_imap_url) if settings.bounce_imap_url is not None else None


def mailer_for(settings: MailSettings, sender: Sender) -> Mailer:
    """Return the mail server's mailer if one is set, else the one that writes files."""
    if settings.smtp_url is None:
        return FileMailer(mail_folder(settings))
    mailer = SmtpMailer(SmtpServer.parse(settings.smtp_url), sender)
    signer = signer_for(settings, sender)
    return mailer if signer is None else signer.signing(mailer)
