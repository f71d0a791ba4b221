"""What is uploaded comes apart into single files, and a packed folder never into more than may be."""

import pytest

from scheduler.office_files import UnreadableError
from scheduler.word_files.uploads import MAX_FILE_BYTES, MAX_FILES, taken_apart
from tests.word_files.documents import document, packed, paragraph, run

ONE = document(paragraph(run("Text")))


def test_a_folder_gives_its_files_without_what_systems_put_beside_them():
    folder = {"a/One.docx": ONE, "a/notes.pdf": b"%PDF", "__MACOSX/a/._One.docx": b"x", "a/~$One.docx": b"x"}
    found = taken_apart([("C:\\work\\Alone.docx", ONE), ("all.zip", packed(folder | {"a/Thumbs.db": b"x"}))])
    assert [one.name for one in found] == ["Alone.docx", "One.docx", "notes.pdf"]
    assert [one.content for one in found] == [ONE, ONE, b"%PDF"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("big.pdf", b"x" * (MAX_FILE_BYTES + 1), "larger than 10 MB"),
        ("a.zip", packed({"x/": b""}), "holds no Word files"),
        ("a.zip", packed({"b.docx": ONE})[:-30], "ZIP file is damaged"),
        ("a.docx", ONE[:-30], "Open it in Word"),
        ("a.zip", packed({"b.docx": bytes(MAX_FILE_BYTES + 1)}), "larger than 10 MB"),
        ("a.zip", packed({f"{place}.docx": bytes(MAX_FILE_BYTES) for place in range(7)}), "holds too much"),
        ("a.zip", packed({f"{place}.docx": b"" for place in range(MAX_FILES + 1)}), "more than 50 files"),
    ],
)
def test_what_is_too_much_or_damaged_is_said_of_that_file(name: str, content: bytes, says: str):
    (found,) = taken_apart([(name, content)])
    assert found.error is not None
    assert says in found.error.render()


def test_too_many_files_are_refused_together():
    with pytest.raises(UnreadableError):
        taken_apart([("a.docx", b"")] * (MAX_FILES + 1))
