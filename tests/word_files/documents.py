"""Word files by hand, with what python-docx cannot write: tracked changes, fields, text boxes, headers."""

import io
import zipfile
from collections.abc import Mapping
from functools import cache

import docx

from scheduler.office_files import UnreadableError
from scheduler.word_files.reading import read_word_file

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(inside)}</w:p>"


def tracked(kind: str, inside: str) -> str:
    return f'<w:{kind} w:id="1" w:author="A" w:date="2027-01-01T00:00:00Z">{inside}</w:{kind}>'


def document(*blocks: str, more: Mapping[str, str] | None = None, links: str = "") -> bytes:
    """Return a file of paragraphs; `more` are further parts under `word/` by name, each related by its name."""
    parts = dict(more or {})
    related = "".join(
        f'<Relationship Id="p{number}" Type="{OFFICE}/{name.split(".")[0].rstrip("0123456789")}" Target="{name}"/>'
        for number, name in enumerate(parts)
    )
    names = f'xmlns:w="{MAIN}" xmlns:r="{OFFICE}"'
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
            f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"{HEAD}<w:document {names}><w:body>{''.join(blocks)}</w:body></w:document>",
            "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}">{related}{links}</Relationships>',
            **{f"word/{name}": f"{HEAD}<w:x {names}>{content}</w:x>" for name, content in parts.items()},
        }
    )


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


@cache
def release(*lines: tuple[str, str]) -> bytes:
    """Return a file as python-docx writes it, of lines with the names of their styles."""
    word = docx.Document()
    for text, style in lines:
        word.add_paragraph(text, style)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def is_read_or_refused(content: bytes) -> bool:
    """Read a file and say whether that gave text, or a sentence why not."""
    try:
        return bool(read_word_file(content).blocks)
    except UnreadableError as refused:
        return bool(refused.message.render())
