"""Which mailer the settings ask for."""

from pathlib import Path
from typing import Protocol

from scheduler.outbox.eml_files import FileMailer
from scheduler.outbox.mailer import Mailer
from scheduler.outbox.mime import Sender
from scheduler.outbox.smtp import SmtpMailer, SmtpServer


class MailSettings(Protocol):
    """The settings that sending takes."""

    @property
    def smtp_url(self) -> str | None: ...
    @property
    def instance_dir(self) -> Path: ...


def mail_folder(settings: MailSettings) -> Path:
    """Return where mail is written while no mail server is set."""
    return settings.instance_dir / "mail"


def mailer_for(settings: MailSettings, sender: Sender) -> Mailer:
    """Return the mail server's mailer if one is set, else the one that writes files."""
    if settings.smtp_url is None:
        return FileMailer(mail_folder(settings))
    return SmtpMailer(SmtpServer.parse(settings.smtp_url), sender)
