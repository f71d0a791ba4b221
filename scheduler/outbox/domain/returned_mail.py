"""What a mail that came back says: whether an address is gone, a message was not delivered, or a reader complained."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from flufl.bounce import all_failures

from scheduler.outbox.domain.return_kinds import ReturnKind

# It logs each step, and what it could not read with its text.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL + 1)

_DELIVERY_STATUS, _FEEDBACK = "message/delivery-status", "message/feedback-report"
_STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b", re.ASCII)
_STATUS_WITHIN = re.compile(r"(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])", re.ASCII)
# Where a notice ends and the message that came back begins: a line as "--- Below this line is a copy of the message."
_COPY = re.compile(r"^[ \t]*-{2,}", re.MULTILINE)
# The address or its domain is gone for good (RFC 3463). Not 5.1.7 and 5.1.8, which speak of the sender; nor what is
# full, too large or against a policy: that refuses one message, and to stop all mail for it would cost reminders.
_GONE = re.compile(r"5\.(1\.(0|1|2|3|4|6|10)|2\.1|4\.1|4\.4|4\.310)")
_COMPLAINTS = frozenset({"abuse", "opt-out", "opt-out-list"})


@dataclass(frozen=True, slots=True)
class Report:
    """What a mail reports, with the status code of RFC 3463, "" where it has none."""

    kind: ReturnKind
    status: str = ""


def report_in(content: bytes) -> Report | None:
    """Return what a mail reports, as far as it is one by a mail server; None for what anybody else wrote.

    Only the beginning of a mail needs to be there. It says nothing of who sent it: anybody can write such a mail.
    """
    mail = message_from_bytes(content)
    parts = list(mail.walk())
    complaint = _complaint(parts)
    if complaint is not None:
        return complaint
    statuses = list(_statuses(parts))
    if statuses:
        return _worst(statuses)
    if str(mail.get("Auto-Submitted", "")).strip().lower().startswith("auto-replied"):
        # Out of office, and the like.
        return None
    return _in_free_form(mail)


def _complaint(parts: list[Message]) -> Report | None:
    kinds = {str(block.get("Feedback-Type", "")).strip().lower() for block in _blocks(parts, _FEEDBACK)}
    return Report(ReturnKind.COMPLAINT) if kinds & _COMPLAINTS else None


def _statuses(parts: list[Message]) -> Iterator[Report]:
    """RFC 3464 section 2.3: a block for each recipient."""
    for block in _blocks(parts, _DELIVERY_STATUS):
        action = str(block.get("Action", "")).strip().lower()
        found = _STATUS.match(str(block.get("Status", "")))
        status = found[1] if found else ""
        if action == "failed":
            yield Report(ReturnKind.GONE if _GONE.fullmatch(status) else ReturnKind.FAILED, status)
        elif action == "delayed":
            yield Report(ReturnKind.DELAYED, status)


def _worst(statuses: list[Report]) -> Report:
    """Return the first in the order of kinds; each of our messages has one recipient."""
    order = list(ReturnKind)
    return min(statuses, key=lambda one: order.index(one.kind))


def _blocks(parts: list[Message], content_type: str) -> Iterator[Message]:
    for part in parts:
        payload = part.get_payload()
        if part.get_content_type() == content_type and isinstance(payload, list):
            yield from (block for block in payload if isinstance(block, Message))


def _in_free_form(mail: Message) -> Report | None:
    """Servers that know no RFC 3464 have forms of their own, which the library collects."""
    try:
        temporary, permanent = all_failures(mail)
    except Exception:  # noqa: BLE001 - its forms take well-formed mail for granted
        return None
    if permanent:
        return _refused(mail)
    return Report(ReturnKind.DELAYED) if temporary else None


def _refused(mail: Message) -> Report:
    """Only a status tells a mailbox that is gone from one that is full, or from a message taken for spam."""
    statuses: list[str] = _STATUS_WITHIN.findall(_notice(mail))
    gone = bool(statuses) and all(_GONE.fullmatch(status) for status in statuses)
    return Report(ReturnKind.GONE if gone else ReturnKind.FAILED, statuses[0] if statuses else "")


def _notice(mail: Message) -> str:
    """Return what the server itself wrote: the first text, up to the copy of the message that came back."""
    text = next((part for part in mail.walk() if part.get_content_maintype() == "text"), None)
    content = text.get_payload(decode=True) if text is not None else None
    return _COPY.split(content.decode("latin-1"), maxsplit=1)[0] if isinstance(content, bytes) else ""
