"""A ZIP that is written while it leaves: one file at a time is in memory, and the same files give the same bytes."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from typing_extensions import override

_ALWAYS = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644 << 16


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """A file by its path in the ZIP; `read` returns None when it is gone, and then it is left out.

    What is packed already, like a picture, is stored as it is.
    """

    path: str
    read: Callable[[], bytes | None]
    is_packed: bool = False


class _Passed(io.RawIOBase):
    """Takes what is written, and gives it on once."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    @override
    def writable(self) -> bool:
        return True

    @override
    def write(self, data: object, /) -> int:
        part = bytes(data)  # type: ignore[call-overload]
        self._parts.append(part)
        return len(part)

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def zipped(files: Iterable[ArchiveFile]) -> Iterator[bytes]:
    """Yield the bytes of a ZIP with these files, in their order."""
    passed = _Passed()
    with zipfile.ZipFile(passed, "w") as archive:
        for file in files:
            content = file.read()
            if content is not None:
                info = zipfile.ZipInfo(file.path, _ALWAYS)
                # As on Unix, wherever it is made.
                info.create_system, info.external_attr = 3, _MODE
                info.compress_type = zipfile.ZIP_STORED if file.is_packed else zipfile.ZIP_DEFLATED
                archive.writestr(info, content)
                yield passed.taken()
    yield passed.taken()
