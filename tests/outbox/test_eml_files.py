import stat
from pathlib import Path

import pytest

from scheduler.outbox.eml_files import FileMailer
from scheduler.outbox.mailer import RenderedMessage, UnreachableError


def test_a_message_becomes_a_file_that_only_its_owner_reads(tmp_path: Path):
    FileMailer(tmp_path / "mail").send(RenderedMessage(42, "ana@demo.example", b"Subject: Veto the bill\r\n"))

    (path,) = (tmp_path / "mail").iterdir()
    assert path.name == "00000042.eml"
    assert path.read_bytes() == b"Subject: Veto the bill\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_same_message_again_replaces_its_file(tmp_path: Path):
    mailer = FileMailer(tmp_path)

    for content in (b"first", b"second"):
        mailer.send(RenderedMessage(42, "ana@demo.example", content))

    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"second"]


def test_a_folder_that_cannot_be_written_is_an_outage(tmp_path: Path):
    (tmp_path / "mail").write_text("a file where the folder should be")

    with pytest.raises(UnreachableError, match="FileExistsError"):
        FileMailer(tmp_path / "mail").send(RenderedMessage(42, "ana@demo.example", b""))
