"""Writes messages to files, where no mail server is set."""

import os
from pathlib import Path

from typing_extensions import override

from scheduler.outbox.mailing import Mailer, Parcel, UnreachableError


class FileMailer(Mailer):
    """Keeps each message as `<number>.eml`, readable by its owner alone; the same message again replaces its file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @override
    def send(self, parcel: Parcel) -> None:
        try:
            self._write(parcel)
        except OSError as error:
            raise UnreachableError(type(error).__name__) from error

    def _write(self, parcel: Parcel) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / f"{parcel.number:08}.eml"
        draft = path.with_suffix(f".{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(parcel.content)
        draft.replace(path)

    @override
    def close(self) -> None:
        """Nothing is kept open."""
