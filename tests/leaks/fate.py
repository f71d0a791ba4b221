"""The same chance and the same seconds for two worlds, so that whatever differs between them has another reason."""

import hashlib
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import itsdangerous.timed
import pytest
from sqlalchemy.sql import selectable

NAMED = 1_814_400_000
"""The second that signed cookies are stamped with; 1 July 2027."""


class Chance:
    """Draws bytes that follow from a label and from how many have been drawn since it was set."""

    def __init__(self) -> None:
        self._label, self._drawn = "", 0

    def begin(self, label: str) -> None:
        """Draw from now on what the same label has drawn before."""
        self._label, self._drawn = label, 0

    def urandom(self, count: int) -> bytes:
        self._drawn += 1
        return hashlib.shake_256(f"{self._label}\n{self._drawn}".encode()).digest(count)


@contextmanager
def equal_chance() -> Iterator[Chance]:
    """Let all that draws at random, or stamps a cookie, draw and stamp by fate."""
    fate = Chance()
    with pytest.MonkeyPatch.context() as patch:
        # It draws the names of what it selects from, for some statements the first time in a process alone; the names
        # leave nowhere.
        patch.setattr(selectable, "os", SimpleNamespace(urandom=os.urandom))
        patch.setattr(os, "urandom", fate.urandom)
        # What `secrets` draws from: it was bound when the module was imported.
        patch.setattr(random, "_urandom", fate.urandom)
        patch.setattr(itsdangerous.timed.TimestampSigner, "get_timestamp", lambda _signer: NAMED)
        yield fate
