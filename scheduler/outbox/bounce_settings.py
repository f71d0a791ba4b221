"""Reads the settings of the address that mail comes back to, and of its mailbox."""

import re
from collections.abc import Mapping

from scheduler.environment import ConfigError, address_parts, secret_of, text_of
from scheduler.outbox.domain.return_path import LONGEST_LOCAL_PART


def bounce_address_of(environ: Mapping[str, str], setting: str) -> str | None:
    """Return the address that mail comes back to; raises ConfigError."""
    address = text_of(environ, setting)
    if address is not None and not re.fullmatch(rf"[A-Za-z0-9._-]{{1,{LONGEST_LOCAL_PART}}}@[A-Za-z0-9.-]+", address):
        expected = f"must be an address like bounces@example.org, with at most {LONGEST_LOCAL_PART} signs before the @"
        raise ConfigError(setting, expected)
    return address


def bounce_imap_url_of(environ: Mapping[str, str], setting: str) -> str | None:
    """Return where its mailbox is; raises ConfigError."""
    url = secret_of(environ, setting)
    if url is None:
        return None
    parts = address_parts(url, {"imap", "imaps"})
    if parts is None or parts.query not in {"", "starttls=1"} or not (parts.username and parts.password):
        expected = "must look like imaps://user:pass@host:993/INBOX or imap://user:pass@host:143?starttls=1"
        raise ConfigError(setting, expected)
    if text_of(environ, "SCHEDULER_BOUNCE_ADDRESS") is None:
        raise ConfigError("SCHEDULER_BOUNCE_ADDRESS", f"is missing: {setting} reads the mailbox of that address")
    return url
