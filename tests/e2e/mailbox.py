"""What has come by mail, letter by letter."""

import re
from dataclasses import dataclass

from scheduler.accounts.models import Person
from tests.plugins.mail import PostOffice


@dataclass(frozen=True, slots=True)
class Received:
    """One letter in somebody's mailbox; `everything` is headers and both parts."""

    subject: str
    text: str
    message_id: str
    everything: str

    @property
    def links(self) -> list[str]:
        return re.findall(r"https?://\S+", self.text)


def letters_to(office: PostOffice, who: Person | str) -> list[Received]:
    """Return what an address has been sent, oldest first."""
    address = who if isinstance(who, str) else who.email
    inbox = zip(office.inbox.messages, office.inbox.recipients, strict=True)
    found = []
    for message, recipients in inbox:
        if address in recipients:
            parts = [str(part.get_content()) for part in message.walk() if part.get_content_maintype() == "text"]
            headers = "\n".join(f"{name}: {value}" for name, value in message.items())
            everything = "\n".join([headers, *parts])
            found.append(Received(str(message["Subject"]), parts[0], str(message["Message-ID"]), everything))
    return found


def subjects_to(office: PostOffice, who: Person | str) -> list[str]:
    """Return the subjects of what an address has been sent, oldest first."""
    return [letter.subject for letter in letters_to(office, who)]
