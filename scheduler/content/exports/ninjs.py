"""News in JSON (ninjs 3.1): what newsroom systems take in.

Source: IPTC, ninjs-schema_3.1.json (iptc.org/std/ninjs), read on 2026-11-26. `embargoedUntil` is the moment before
which all versions are embargoed; `pubStatus` is usable, withheld or canceled.
"""

import json

from scheduler.content.exports.page import copy_as_html
from scheduler.content.exports.plain import copy_as_text
from scheduler.content.exports.protocol import Document, DocumentPicture
from scheduler.messages import N_, message

SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"


class Ninjs:
    """One text item, as plain text and as HTML; what a person has to know is the note to the receiving desk."""

    slug = "ninjs"
    label = message(N_("Newsroom system (ninjs)"))
    extension = "json"
    media_type = "application/json"
    has_pictures = False

    def write(self, document: Document) -> bytes:
        """Return the item; what is empty is left out, but for the address, which the standard requires."""
        record = document.record
        item = {
            "uri": record.address,
            "standard": {"name": "ninjs", "version": "3.1", "schema": SCHEMA},
            "type": "text",
            "representationType": "full",
            "version": str(record.version),
            "versionCreated": record.saved_at.isoformat() if record.saved_at else None,
            "pubStatus": record.use.value,
            "embargoedUntil": record.embargoed_until.isoformat() if record.embargoed_until else None,
            "edNote": "\n".join(document.notices),
            "headlines": _texts(("main", document.title), ("subhead", document.subhead)),
            "by": document.byline,
            "located": document.dateline,
            "bodies": _bodies(document),
            "associations": [_association(record.address, picture) for picture in document.pictures],
        }
        kept = {name: value for name, value in item.items() if value or name == "uri"}
        return json.dumps(kept, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n"


def _association(address: str, picture: DocumentPicture) -> dict[str, object]:
    """Return what is known of a picture without its file; `uri` names it, nobody outside can open that."""
    described = [{"role": "altText", "contentType": "text/plain", "value": picture.alt_text}]
    item = {
        "name": picture.name,
        "uri": f"{address}{picture.path}",
        "type": "picture",
        "representationType": "partial",
        "by": picture.credit,
        "usageTerms": picture.licence,
        "descriptions": described if picture.alt_text else [],
    }
    return {name: value for name, value in item.items() if value}


def _texts(*texts: tuple[str, str]) -> list[dict[str, str]]:
    return [{"role": role, "value": value} for role, value in texts if value]


def _bodies(document: Document) -> list[dict[str, str]]:
    plain = {"role": "main", "contentType": "text/plain", "value": copy_as_text(document)}
    return [plain, {"role": "richtext", "contentType": "text/html", "value": copy_as_html(document)}]
