"""Uploaded releases are read into their parts, kept as they were, and no more of them than fits."""

from scheduler.content.exports.protocol import Document, Section
from scheduler.content.exports.word import WordFile
from scheduler.content.services.release_reading import MAX_ALL_CHARS, as_json, from_json, read_releases
from scheduler.word_files.reading import MAX_TEXT_CHARS
from tests.word_files.documents import document, paragraph, release, run

BODY = "We asked **twelve** platforms.\n\n- one\n- two\n\nSee [the report](https://bay.example/report)."
EXPORTED = Document(
    notices=(
        "DRAFT, version 1: not signed off, do not publish",
        "EMBARGOED UNTIL 09:00 (Manila, UTC+8), Friday 30 July 2027: do not publish before",
        "21:00 (New York, UTC−4), Thursday 29 July 2027",
    ),
    title="Platforms fall silent",
    subhead="Five of twelve answered",
    body=f"MANILA, 30 July 2027 — {BODY}",
    below=("###",),
    sections=(
        Section("Notes to editors", "The data are public."),
        Section("", "**About Lantern Bay**\n\nA coalition."),
        Section("Media contact", "Ana, ana@bay.example\n+63 2 5550 1234"),
    ),
)


def test_what_we_wrote_ourselves_comes_back():
    (read,) = read_releases([("release.docx", WordFile().write(EXPORTED))])
    found = read.found
    assert found is not None
    assert (found.title, found.subhead, found.dateline) == (EXPORTED.title, EXPORTED.subhead, "MANILA, 30 July 2027")
    assert (found.body, found.notes_to_editors) == (BODY, "The data are public.")
    assert (found.boilerplate, found.media_contact) == tuple(section.text for section in EXPORTED.sections[1:])
    assert found.embargo is not None
    assert (found.embargo.zone, found.embargo.is_clear) == ("Asia/Manila", True)
    assert found.taken_out == (EXPORTED.notices[0], EXPORTED.notices[2])


def test_what_was_read_is_kept_as_it_was():
    doubtful = release(
        ("EMBARGOED UNTIL MONDAY", "Normal"), ("Late answer", "Title"), ("LISBON, 2 August 2027 – x", "Normal")
    )
    files = {"one.docx": WordFile().write(EXPORTED), "two\u202e\n.docx": doubtful, "three.docx": b"PK"}
    read = read_releases(files.items())
    assert [from_json(as_json(one)) for one in read] == read
    assert all(one.name.isprintable() for one in read)


def test_files_beyond_what_fits_into_one_form_are_named():
    long = document(paragraph(run("x " * (MAX_TEXT_CHARS // 2))))
    read = read_releases([(f"{number}.docx", long) for number in range(7)])
    fits = MAX_ALL_CHARS // MAX_TEXT_CHARS
    assert [one.error is None for one in read] == [True] * fits + [False] * (7 - fits)
