"""The address that mail comes back to, another one for each message and signed: whoever forges one stops nothing."""

import base64
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scheduler.secret_tokens import derived_token, hash_of

LONGEST_LOCAL_PART = 14
"""What is left of the 64 octets before the @ (RFC 5321 section 4.5.3.1.1)."""

_PURPOSE = "return path"
# 50 bits say that the address is ours, 30 more whom the message was for. Servers may change capitals: there are none.
_NAME_CHARS, _SEAL_CHARS, _READER_CHARS = 32, 10, 6


@dataclass(frozen=True, slots=True)
class Returned:
    """A message that is named by a return path of ours."""

    name: str
    _reader: str = field(repr=False)
    _secret_key: str = field(repr=False)

    def was_to(self, address: str) -> bool:
        """Whether it was sent to this address, and not to another one that its reader had then."""
        return hmac.compare_digest(self._reader, _reader_mark(self._secret_key, self.name, address))


@dataclass(frozen=True, slots=True)
class ReturnPath:
    """Makes return paths under one address, and knows them again."""

    address: str
    secret_key: str = field(repr=False)

    def of(self, name: str, to: str) -> str:
        """Return the envelope sender of a message by its name, 40 hex digits, and whom it is for."""
        local, _, domain = self.address.rpartition("@")
        marks = f"{_seal(self.secret_key, name)}{_reader_mark(self.secret_key, name, to)}"
        return f"{local}+{_letters(name)[:_NAME_CHARS]}.{marks}@{domain}"

    def found_in(self, text: str) -> Iterator[Returned]:
        """Yield what the return paths in a text name that are ours, in their order; forged ones are left out."""
        local, _, domain = (re.escape(part) for part in self.address.rpartition("@"))
        name, seal, reader = (f"([a-z2-7]{{{chars}}})" for chars in (_NAME_CHARS, _SEAL_CHARS, _READER_CHARS))
        for found in re.finditer(rf"\b{local}\+{name}\.{seal}{reader}@{domain}\b", text, re.IGNORECASE | re.ASCII):
            letters, seal, reader = (part.lower() for part in found.groups())
            name = base64.b32decode(letters.upper()).hex()
            if hmac.compare_digest(seal, _seal(self.secret_key, name)):
                yield Returned(name, reader, self.secret_key)


def _seal(secret_key: str, name: str) -> str:
    return _mark(secret_key, name, "")[:_SEAL_CHARS]


def _reader_mark(secret_key: str, name: str, address: str) -> str:
    return _mark(secret_key, name, address.lower())[:_READER_CHARS]


def _mark(secret_key: str, name: str, nonce: str) -> str:
    return _letters(hash_of(derived_token(secret_key, _PURPOSE, int(name, 16), nonce)))


def _letters(digits: str) -> str:
    return base64.b32encode(bytes.fromhex(digits)).decode().rstrip("=").lower()
