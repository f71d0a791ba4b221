"""The files of a kit's ZIP: what its page shows, as files that open anywhere."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from flask_babel import gettext as _

from scheduler.content.channels.rendering import Publication
from scheduler.content.labels import channel_name, kind_label
from scheduler.content.messages import unit_label
from scheduler.content.queries.pictures import TextPicture
from scheduler.dates.timezones import in_zone
from scheduler.filenames import safe_name
from scheduler.kits.domain.archive import ArchiveFile
from scheduler.kits.presenters.partner import KitEntry, Opening, PartnerKit
from scheduler.pictures.formats import EXTENSIONS
from scheduler.web.csv_cells import table
from scheduler.web.template_filters import clock, day, zone_label

Read = Callable[[str], bytes | None]
"""Returns the bytes of a picture by its hash, None when the file is not there."""


def archive_files(kit: PartnerKit, zone: str, read: Read) -> list[ArchiveFile]:
    """Return the files in their order, pictures to be read as they leave, when there is no session any more.

    `zone` is the partner's own, empty for none.
    """
    files = [_text_file("README.txt", _readme(kit))]
    for number, entry in enumerate(kit.entries, start=1):
        files.append(_text_file(f"{_name(number, entry.title)}.txt", _entry_text(entry, zone)))
    pictures = list(_pictures(kit))
    if pictures:
        table = _table(pictures)
        files.append(ArchiveFile("pictures.csv", lambda: table))
    if kit.has_all_in_zip:
        files += [_picture_file(path, one, read) for path, _entry, one in pictures]
    return files


def readable_moment(at: datetime, zone: str) -> str:
    """Return a moment in a zone in words: `Friday 30 July 2027, 09:00 (Paris, UTC+2)`."""
    local = in_zone(at, zone)
    # Translators: a moment, such as "Friday 30 July 2027, 09:00 (Paris, UTC+2)"
    return _("%(day)s, %(time)s (%(zone)s)", day=day(local.date()), time=clock(local), zone=zone_label(zone, at))


def opening_line(opening: Opening) -> str:
    """Return when more opens."""
    return _("Opens on %(moment)s.", moment=readable_moment(opening.at, opening.zone))


def _text_file(path: str, lines: Iterable[str]) -> ArchiveFile:
    content = "\n".join(lines).strip("\n") + "\n"
    return ArchiveFile(path, lambda: content.encode("utf-8", "replace"))


def _name(number: int, title: str) -> str:
    return f"{number:02d}-{safe_name(title, unnamed='text')}"


def _readme(kit: PartnerKit) -> Iterator[str]:
    yield kit.title or _("Partner kit")
    if kit.organisation:
        yield _("From %(organisation)s", organisation=kit.organisation)
    if kit.introduction:
        yield from ("", kit.introduction)
    yield ""
    yield from _what_is_missing(kit)
    if not kit.has_all_in_zip:
        yield _("The pictures are too large for one ZIP. Download them one by one on the page of this kit.")
    if kit.entries:
        yield _("Each text is in a file of its own. Alt text and credits of pictures are in pictures.csv.")
        yield _(
            "Use the newest version: copy and consent for pictures can change. Open the link again before you post."
        )


def _what_is_missing(kit: PartnerKit) -> Iterator[str]:
    yield from (opening_line(one) for one in kit.opens)
    if kit.opens_some_day:
        yield _("More opens later. No date is set yet.")
    if kit.is_revised:
        yield _("Some content is being revised. It is here again once it is approved.")
    if kit.is_stopped:
        yield _("Some content was cancelled or retracted. Do not use copies that you have.")
    if kit.has_ended_pictures:
        yield _("The consent for a picture has ended. Delete pictures of earlier copies that are not in this one.")


def _entry_text(entry: KitEntry, zone: str) -> Iterator[str]:
    yield entry.title
    yield kind_label(entry.kind)
    if entry.publish_at is not None:
        zones = dict.fromkeys(one for one in (entry.publish_zone, zone) if one)
        yield from (_("Recommended time: %(moment)s", moment=readable_moment(entry.publish_at, one)) for one in zones)
    elif entry.publish_on is not None:
        yield _("Recommended day: %(day)s", day=day(entry.publish_on))
    for one in entry.texts:
        yield from ("", f"--- {text_name(one)} ({unit_label(one.count)}) ---")
        if one.warning:
            yield _("Content warning, in its own field: %(text)s", text=one.warning)
        yield one.text
    if entry.hashtags:
        yield from ("", _("Hashtags: %(hashtags)s", hashtags=entry.hashtags))
    if entry.call:
        yield _("Call to action: %(text)s", text=entry.call)


def text_name(one: Publication) -> str:
    """Return what a text is for: channel, language, and which post of a thread."""
    number = _("%(number)s of %(total)s", number=one.number, total=one.post_count) if one.post_count > 1 else ""
    return " · ".join(part for part in (channel_name(one.channel.slug), one.language, number) if part)


def _pictures(kit: PartnerKit) -> Iterator[tuple[str, KitEntry, TextPicture]]:
    for number, entry in enumerate(kit.entries, start=1):
        for place, one in enumerate(entry.pictures, start=1):
            name = safe_name(one.file.name.rpartition(".")[0] or one.file.name, unnamed="picture")
            yield f"pictures/{number:02d}-{place:02d}-{name}.{EXTENSIONS[one.row.stored.media_type]}", entry, one


def _picture_file(path: str, one: TextPicture, read: Read) -> ArchiveFile:
    sha256 = one.row.stored.sha256
    return ArchiveFile(path, lambda: read(sha256), is_packed=True)


def _table(pictures: Iterable[tuple[str, KitEntry, TextPicture]]) -> bytes:
    head = (_("File"), _("Content"), _("Alt text"), _("Credit"), _("Licence"))
    rows = (
        (path, entry.title, one.file.alt_text, one.file.credit, one.row.picture.licence)
        for path, entry, one in pictures
    )
    return table([head, *rows]).encode("utf-8", "replace")
