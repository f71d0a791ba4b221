"""Reads uploaded releases into their parts, and keeps those as JSON until they are confirmed. Writes nothing itself."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from scheduler.content.domain.embargo_lines import EmbargoFound
from scheduler.content.domain.release_finding import FoundRelease, find_parts
from scheduler.messages import Message, message, shown
from scheduler.office_files import UnreadableError
from scheduler.web.text_rules import normalise_line, normalise_prose
from scheduler.word_files.packages import ALL_TOO_LARGE, Allowance
from scheduler.word_files.paragraphs import LeftOut
from scheduler.word_files.reading import read_word_file
from scheduler.word_files.uploads import NamedFile, taken_apart

MAX_ALL_CHARS = 1_000_000
"""In all files of an upload together: they stand in one form."""

MAX_NAME_CHARS = 120
MAX_TAKEN_OUT = 20
_PROSE = ("body", "notes_to_editors", "boilerplate", "media_contact")


@dataclass(frozen=True, slots=True)
class ReadRelease:
    """A file by its name: the parts that were found and what was left out, or why it cannot be read."""

    name: str
    found: FoundRelease | None = None
    left_out: tuple[LeftOut, ...] = ()
    error: Message | None = None


def read_releases(files: Iterable[tuple[str, bytes]]) -> list[ReadRelease]:
    """Return what was found in Word files, and in packed folders of them; a file that cannot be read says why.

    Raises:
        UnreadableError: there are too many.
    """
    left, allowance = MAX_ALL_CHARS, Allowance()
    found = []
    for file in taken_apart(files):
        one = _read(file, allowance)
        size = sum(len(getattr(one.found, name)) for name in _PROSE) if one.found else 0
        if size > left:
            one = ReadRelease(one.name, error=ALL_TOO_LARGE)
        else:
            left -= size
        found.append(one)
    return found


def _read(file: NamedFile, allowance: Allowance) -> ReadRelease:
    name = shown(file.name.strip(), MAX_NAME_CHARS) or "–"
    if file.error is not None:
        return ReadRelease(name, error=file.error)
    try:
        word = read_word_file(file.content, allowance)
    except UnreadableError as error:
        return ReadRelease(name, error=error.message)
    return ReadRelease(name, _cleaned(find_parts(word, file.name)), tuple(sorted(word.left_out)))


def _cleaned(found: FoundRelease) -> FoundRelease:
    """Return the parts as they would be kept if somebody had pasted them."""
    return replace(
        found,
        title=normalise_line(found.title),
        subhead=normalise_line(found.subhead),
        dateline=normalise_line(found.dateline),
        body=normalise_prose(found.body),
        notes_to_editors=normalise_prose(found.notes_to_editors),
        boilerplate=normalise_prose(found.boilerplate),
        media_contact=normalise_prose(found.media_contact),
        taken_out=tuple(map(shown, found.taken_out[:MAX_TAKEN_OUT])),
    )


def as_json(release: ReadRelease) -> dict[str, Any]:
    """Return a file as JSON can hold it."""
    error = [release.error.template, [list(pair) for pair in release.error.values]] if release.error else None
    kept: dict[str, Any] = {"name": release.name, "left_out": list(release.left_out), "error": error, "found": None}
    if release.found is not None:
        found = asdict(release.found)
        for part in (found, found["embargo"] or {}):
            part.update({name: value.isoformat() for name, value in part.items() if isinstance(value, date)})
        kept["found"] = found
    return kept


def from_json(kept: Mapping[str, Any]) -> ReadRelease:
    """Return the file that `as_json` wrote."""
    error = message(kept["error"][0], **dict(kept["error"][1])) if kept["error"] else None
    left_out = tuple(map(LeftOut, kept["left_out"]))
    return ReadRelease(kept["name"], _found(kept["found"]) if kept["found"] else None, left_out, error)


def _found(kept: Mapping[str, Any]) -> FoundRelease:
    embargo = kept["embargo"]
    known = {field.name: kept[field.name] for field in fields(FoundRelease)}
    known["embargo"] = EmbargoFound(**{**embargo, "day": _day(embargo["day"])}) if embargo else None
    return FoundRelease(**{**known, "publish_on": _day(kept["publish_on"]), "taken_out": tuple(kept["taken_out"])})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
