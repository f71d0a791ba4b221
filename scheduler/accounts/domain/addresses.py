"""What an e-mail address must be, and how addresses are told apart without keeping them."""

import hashlib
import hmac

from email_validator import EmailNotValidError, validate_email

from scheduler.normal_forms import stream_safe

ADDRESS_MAX_CHARS = 254


class BadAddressError(ValueError):
    """Not an e-mail address that mail can be sent to."""


def clean_address(text: str) -> str:
    """Return an e-mail address in lower case and ASCII, as accounts keep it.

    Mail servers do not tell Ana@ from ana@, so accounts must not either. Non-ASCII domains become punycode;
    non-ASCII local parts are refused, because many relays do not carry them (RFC 6531).

    Raises:
        BadAddressError: not an address, or longer than the 254 characters of RFC 5321.
    """
    try:
        valid = validate_email(stream_safe(text.strip()), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise BadAddressError(text[:ADDRESS_MAX_CHARS]) from error
    return str(valid.ascii_email).lower()


def fingerprint(address: str, secret_key: str) -> str:
    """Return a keyed hash (64 hex digits) of an address as typed, so that typed addresses are counted but not kept."""
    return hmac.new(secret_key.encode(), address.strip().lower().encode(), hashlib.sha256).hexdigest()
