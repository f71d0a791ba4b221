"""Mints the secret of a link to a new password, as Flask-Security reads it."""

from datetime import datetime
from typing import Any

from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from typing_extensions import override

from scheduler.accounts.models import Person

RESET_SALT = "reset-salt"


def new_reset_token(person: Person, asked_at: datetime, secret_key: str) -> str:
    """Return the secret of a link to a new password, good for an hour from when it was asked for.

    It ends early when the password changes, because it holds the account's present session key.
    """
    signer = {"asked_at": asked_at}
    serializer = URLSafeTimedSerializer(secret_key, salt=RESET_SALT, signer=_DatedSigner, signer_kwargs=signer)
    return str(serializer.dumps([person.fs_uniquifier, None]))


class _DatedSigner(TimestampSigner):
    """Signs as of another moment than now."""

    def __init__(self, *args: Any, asked_at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asked_at = asked_at

    @override
    def get_timestamp(self) -> int:
        return int(self._asked_at.timestamp())
