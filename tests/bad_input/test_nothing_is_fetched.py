"""Whatever an upload or a text refers to is never asked for: a server that it names hears nothing."""

import socket
from collections.abc import Callable
from datetime import date

import pytest

from scheduler.content.exports.protocol import Document
from scheduler.content.exports.registry import EXPORTERS
from scheduler.external_calendars.domain.reading import Window, read_calendar
from scheduler.office_files import UnreadableError
from scheduler.pictures.cleaning import clean_picture
from scheduler.pictures.formats import UnusablePictureError
from scheduler.spreadsheets.reading import read_spreadsheet
from scheduler.word_files.reading import read_word_file
from tests.pictures import samples
from tests.spreadsheets import books
from tests.word_files import documents

PLAN = books.table(("Headline", "Date"), ("Vigil", "2027-07-30"))


def doctype(root: str, address: str) -> str:
    return f'<!DOCTYPE {root} SYSTEM "{address}" [<!ENTITY % a SYSTEM "{address}"> %a; <!ENTITY b SYSTEM "{address}">]>'


def read_word(address: str) -> None:
    kinds = ("image", "attachedTemplate", "aFChunk", "frame", "oleObject", "subDocument", "hyperlink")
    links = "".join(
        f'<Relationship Id="e{number}" Type="{documents.OFFICE}/{kind}" Target="{address}" TargetMode="External"/>'
        for number, kind in enumerate(kinds)
    )
    used = '<w:altChunk r:id="e2"/><w:subDoc r:id="e5"/>'
    field = f'<w:fldSimple w:instr="INCLUDEPICTURE {address}"><w:r><w:t>shown</w:t></w:r></w:fldSimple>'
    assert read_word_file(documents.document(documents.paragraph(field), used, links=links)).blocks
    entities = f'{documents.HEAD}{doctype("x", address)}<w:document xmlns:w="{documents.MAIN}">&b;</w:document>'
    with pytest.raises(UnreadableError):
        read_word_file(documents.packed({"word/document.xml": entities}))


def read_workbook(address: str) -> None:
    outside = (
        f'<Relationship Id="r1" Type="{books.RELATIONS}/externalLinkPath" Target="{address}" TargetMode="External"/>'
    )
    relations = f'{books.HEAD}<Relationships xmlns="{books.PACKAGE}">{outside}</Relationships>'
    link = f'{books.HEAD}<externalLink xmlns="{books.MAIN}"/>'
    more = {"xl/externalLinks/externalLink1.xml": link, "xl/externalLinks/_rels/externalLink1.xml.rels": relations}
    assert read_spreadsheet(books.book({"Plan": PLAN}, more))
    with pytest.raises(UnreadableError):
        read_spreadsheet(books.book({"Plan": PLAN.replace("?>", f"?>{doctype('worksheet', address)}", 1)}))


def read_picture(address: str) -> None:
    drawing = f'{doctype("svg", address)}<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}"/></svg>'
    with pytest.raises(UnusablePictureError):
        clean_picture(drawing.encode(), 1_000_000)
    packet = f'<?xml version="1.0"?>{doctype("x", address)}<x:xmpmeta xmlns:x="adobe:ns:meta/">&b;</x:xmpmeta>'
    assert clean_picture(samples.saved(samples.drawing(), "JPEG", xmp=packet.encode()), 1_000_000).content


def read_calendar_file(address: str) -> None:
    zone = f"BEGIN:VTIMEZONE|TZID:own|TZURL:{address}|BEGIN:STANDARD|DTSTART:19700101T000000|TZOFFSETFROM:+0100"
    event = f"BEGIN:VEVENT|UID:a|SUMMARY:Vigil|DTSTART;TZID=own:20270730T100000|URL:{address}|ATTACH:{address}"
    alarm = f"BEGIN:VALARM|ACTION:AUDIO|TRIGGER:-PT1H|ATTACH;FMTTYPE=audio/basic:{address}|END:VALARM"
    ends = "|TZOFFSETTO:+0100|END:STANDARD|END:VTIMEZONE", "|END:VEVENT|END:VCALENDAR|"
    lines = f"BEGIN:VCALENDAR|VERSION:2.0|SOURCE;VALUE=URI:{address}|{zone}{ends[0]}|{event}|{alarm}{ends[1]}"
    contents = read_calendar(lines.replace("|", "\r\n").encode(), Window.around(date(2027, 3, 1)), "UTC", lambda: 0.0)
    assert [found.title for found in contents.occurrences] == ["Vigil"]


def write_files(address: str) -> None:
    body = f'![a]({address})\n\n<img src="{address}">\n\n[b]({address})\n\n#image("{address}")\n\n{address}'
    for exporter in EXPORTERS.values():
        assert exporter.write(Document(title="The count", body=body))


@pytest.mark.parametrize("work", [read_word, read_workbook, read_picture, read_calendar_file, write_files])
def test_the_server_hears_nothing(work: Callable[[str], None]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        work(f"http://127.0.0.1:{server.getsockname()[1]}/x")
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()
