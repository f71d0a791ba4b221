"""What an unsubscribe link may stop: some kinds of one stream, for one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Self

from itsdangerous import BadSignature, URLSafeSerializer

SALT = "unsubscribe"
PARTS = 3


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose mail of which stream and kind is meant; `kind` may be several, joined by a plus."""

    person_id: int
    stream: str
    kind: str

    @classmethod
    def of(cls, person_id: int, stream: str, kinds: Iterable[str]) -> Self:
        """Return the scope of several kinds, as they stand in one mail."""
        return cls(person_id, str(stream), "+".join(kinds))

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return each kind that is meant."""
        return tuple(self.kind.split("+"))


def token_of(secret_key: str, scope: Scope) -> str:
    """Return the token for a link that anybody with the mail may use, for good; it stops mail and shows nothing."""
    return str(_serializer(secret_key).dumps([scope.person_id, scope.stream, scope.kind]))


def scope_of(secret_key: str, token: str) -> Scope | None:
    """Return what a token stands for; None when we have not made it."""
    try:
        parts = _serializer(secret_key).loads(token)
    except BadSignature:
        return None
    if not isinstance(parts, list) or len(parts) != PARTS:
        return None
    return Scope(int(parts[0]), str(parts[1]), str(parts[2]))


@cache
def _serializer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, SALT)
