"""Writes messages to files, where no mail server is set."""

from pathlib import Path

from typing_extensions import override

from scheduler.files import make_private_folder, write_private
from scheduler.outbox.mailer import Mailer, RenderedMessage, UnreachableError


class FileMailer(Mailer):
    """Keeps each message as `<number>.eml`, readable by its owner alone; the same message again replaces its file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @override
    def send(self, parcel: RenderedMessage) -> None:
        try:
            make_private_folder(self._folder)
            write_private(self._folder / f"{parcel.number:08}.eml", parcel.content)
        except OSError as error:
            raise UnreachableError(type(error).__name__) from error

    @override
    def announce(self, parcel: RenderedMessage) -> None:
        """Nobody is told."""

    @override
    def close(self) -> None:
        """Nothing is kept open."""
