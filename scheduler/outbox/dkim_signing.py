"""Signs what is sent (DKIM, RFC 6376), for who sends through a mail server that does not."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

import dkim
from dkim.asn1 import ASN1FormatError
from dkim.crypto import UnparsableKeyError, parse_pem_private_key
from typing_extensions import override

from scheduler.outbox.mailer import Mailer, RenderedMessage

_ONCE = ("in-reply-to", "references", "list-id", "list-unsubscribe", "list-unsubscribe-post", "auto-submitted")
_ONLY = ("from", "to", "cc", "subject", "date", "reply-to", "message-id")
_FORM = ("mime-version", "content-type", "content-transfer-encoding")
# What is named once more than it is there cannot be added on the way (RFC 6376 section 8.15). RFC 8058 section 4 wants
# the unsubscribing headers signed.
SIGNED = [name.encode("ascii") for name in (*_ONLY, *_FORM, *_ONCE, *_ONLY, *_FORM)]
_PROBE = b"From: probe\r\n\r\n"


@dataclass(frozen=True, slots=True)
class DkimSigner:
    """A private key and where its public one is published: `selector`._domainkey.`domain`."""

    domain: str
    selector: str
    key: bytes = field(repr=False)

    @classmethod
    def load(cls, domain: str, selector: str, path: Path) -> Self:
        """Read the key from its file."""
        return cls(domain, selector, path.read_bytes())

    def signed(self, content: bytes) -> bytes:
        """Return a message with its signature in front."""
        return self._signature(content, SIGNED) + content

    def signing(self, mailer: Mailer) -> Mailer:
        """Return a mailer that signs what this one hands over."""
        return SigningMailer(mailer, self)

    def fits(self, record: str) -> bool:
        """Say whether a published key is the one that belongs to ours."""
        signed = self._signature(_PROBE, [b"from"]) + _PROBE
        try:
            return bool(dkim.verify(signed, dnsfunc=lambda _name, timeout=0: record.encode()))  # noqa: ARG005 - dkim's
        except (dkim.DKIMException, ValueError):
            return False

    def _signature(self, content: bytes, names: Sequence[bytes]) -> bytes:
        signature: bytes = dkim.DKIM(content, linesep=b"\r\n").sign(
            self.selector.encode("ascii"),
            self.domain.encode("ascii"),
            self.key,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=names,
        )
        return signature


def key_bits(pem: bytes) -> int:
    """Return how long an RSA private key is; raise ValueError if it is none."""
    try:
        key = parse_pem_private_key(pem)
        return int(key["modulus"].bit_length())
    except (UnparsableKeyError, ASN1FormatError, LookupError, TypeError, ValueError) as error:
        raise ValueError("no RSA private key") from error


class SigningMailer(Mailer):
    """Hands over what it has signed."""

    def __init__(self, mailer: Mailer, signer: DkimSigner) -> None:
        self._mailer = mailer
        self._signer = signer

    @override
    def send(self, parcel: RenderedMessage) -> None:
        self._mailer.send(replace(parcel, content=self._signer.signed(parcel.content)))

    @override
    def announce(self, parcel: RenderedMessage) -> None:
        self._mailer.announce(parcel)

    @override
    def close(self) -> None:
        self._mailer.close()
