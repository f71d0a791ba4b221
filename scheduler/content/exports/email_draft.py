"""An email that mail programs open as a draft (RFC 5322): plain text, HTML and the pictures as attachments.

`X-Unsent: 1` is what Outlook, Apple Mail and Thunderbird take for "not sent yet".
"""

import hashlib
from dataclasses import replace
from email.generator import BytesGenerator
from email.header import Header
from email.message import Message
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from io import BytesIO
from typing import cast

from scheduler.content.exports.page import WebPage
from scheduler.content.exports.plain import PlainText
from scheduler.content.exports.protocol import Document, DocumentPicture
from scheduler.filenames import safe_name
from scheduler.messages import N_, message
from scheduler.pictures.formats import EXTENSIONS

UNNAMED = "picture"
_WORD_CHARS = 60
# The newer policy takes what looks like an encoded word in typed text for one (RFC 2047), and loses it.
_POLICY = compat32.clone(linesep="\r\n")


class EmailDraft:
    """Without sender, recipients and date, which the mail program puts in."""

    slug = "email"
    label = message(N_("Email (draft)"))
    extension = "eml"
    media_type = "message/rfc822"
    has_pictures = True

    def write(self, document: Document) -> bytes:
        """Return the message; equal copy gives equal bytes. Pictures are attached, because few programs show others."""
        attached = [picture for picture in document.pictures if picture.content is not None]
        listed = replace(document, pictures=tuple(replace(picture, content=None) for picture in document.pictures))
        plain, page = PlainText().write(listed), WebPage().write(listed)
        letter: Message = _joined("alternative", [_text(plain, "plain"), _text(page, "html")], plain + page)
        if attached:
            letter = _joined("mixed", [letter, *map(_attachment, attached)], plain + page)
        subject = " ".join((document.email_subject or document.title).split())
        cast("Message[Header, Header]", letter)["Subject"] = _header(subject)
        letter["X-Unsent"] = "1"
        file = BytesIO()
        BytesGenerator(file, mangle_from_=False, policy=_POLICY).flatten(letter)
        return file.getvalue()


def _joined(how: str, parts: list[Message], content: bytes) -> Message:
    """Return parts in one; the boundary follows from the content, so it is always the same and not in it."""
    boundary = f"={how}={hashlib.sha256(how.encode() + content).hexdigest()[:32]}"
    joined = MIMEMultipart(how, boundary)
    for part in parts:
        joined.attach(part)
    return joined


def _text(content: bytes, subtype: str) -> Message:
    lines = content.decode("utf-8").replace("\r\n", "\n").replace("\n", "\r\n")
    return MIMEText(lines, subtype, "utf-8", policy=_POLICY)


def _attachment(picture: DocumentPicture) -> Message:
    """Return a picture under its name, with the ending of what it is."""
    part = MIMEImage(picture.content or b"", picture.media_type.partition("/")[2], policy=_POLICY)
    stem = safe_name(picture.name.rpartition(".")[0] or picture.name, unnamed=UNNAMED)
    name = f"{stem}.{EXTENSIONS[picture.media_type]}"
    part.add_header("Content-Disposition", "attachment", filename=name if name.isascii() else ("utf-8", "", name))
    return part


def _header(text: str) -> Header:
    shown = "".join(one if one.isprintable() or not one.isascii() else " " for one in text)
    safe = shown.encode("utf-8", "replace").decode()
    # ASCII stays as it is, unless it looks like an encoded word or could not be folded.
    is_plain = safe.isascii() and "=?" not in safe and all(len(word) <= _WORD_CHARS for word in safe.split())
    return Header(safe, None if is_plain else "utf-8", header_name="Subject")
