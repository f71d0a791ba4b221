"""XLSX workbooks by hand, good and bad."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from scheduler.office_files import UnreadableError
from scheduler.spreadsheets.reading import read_spreadsheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
DAY, MOMENT, CLOCK = 1, 2, 3
"""Styles: numbers with them are days, days with times, times."""

STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/>'
    '<xf numFmtId="20"/></cellXfs></styleSheet>'
)


def cell(value: object, style: int = 0) -> str:
    """Return a cell: text, or a number with a style."""
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c s="{style}"><v>{value}</v></c>'


def row(*cells: str) -> str:
    return f"<row>{''.join(cells)}</row>"


def sheet(*rows: str) -> str:
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'


def table(*rows: Sequence[str]) -> str:
    """Return a sheet of text alone."""
    return sheet(*(row(*(cell(text) for text in one)) for one in rows))


def book(sheets: Mapping[str, str], more: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return a workbook of sheets by name, with further parts."""
    names = list(sheets)
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(names, 1)
    )
    linked = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(names) + 1)
    )
    parts: dict[str, str | bytes] = {
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}">{linked}</Relationships>',
        "xl/styles.xml": STYLES,
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    }
    parts |= {f"xl/worksheets/sheet{number}.xml": sheets[name] for number, name in enumerate(names, 1)}
    return packed(parts | dict(more or {}))


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def is_read_or_refused(content: bytes) -> bool:
    """Read a file and say whether that gave rows, or a sentence why not."""
    try:
        return bool(read_spreadsheet(content))
    except UnreadableError as refused:
        return bool(refused.message.render())
