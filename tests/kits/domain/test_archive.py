import io
import zipfile

from scheduler.kits.domain.archive import ArchiveFile, zipped


def test_the_same_files_give_the_same_bytes_and_one_that_is_gone_is_left_out():
    files = [
        ArchiveFile("README.txt", lambda: b"Read me"),
        ArchiveFile("pictures/01-Straße.jpg", lambda: b"\xff\xd8" * 1000, is_packed=True),
        ArchiveFile("pictures/02-gone.jpg", lambda: None, is_packed=True),
    ]

    parts = list(zipped(files))

    assert b"".join(parts) == b"".join(zipped(files))
    # A part leaves with each file, so that no two are in memory.
    assert len(parts) == 3
    with zipfile.ZipFile(io.BytesIO(b"".join(parts))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["README.txt", "pictures/01-Straße.jpg"]
        assert archive.read("README.txt") == b"Read me"
        assert archive.getinfo("pictures/01-Straße.jpg").compress_type == zipfile.ZIP_STORED
