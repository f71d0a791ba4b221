"""An email as a draft."""

from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.content.exports.email_draft import EmailDraft
from scheduler.content.exports.plain import PlainText
from scheduler.content.exports.protocol import Document, DocumentPicture
from tests.content.exports.documents import document

EMBARGO = "EMBARGOED UNTIL 09:00 (Brussels, UTC+2), Friday 30 July 2027: do not publish before"
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300) | st.sampled_from(
    ("=?utf-8?q?na=C3=AFf?=", "From here\n.\n--=alternative=", "x" * 2000, "é" * 500, "a  b\tc\r\nBcc: x@y.example")
)


def opened(one: Document) -> EmailMessage:
    written = EmailDraft().write(one)
    assert max(map(len, written.split(b"\r\n"))) <= 998  # RFC 5322, section 2.1.1
    assert b"\n" not in written.replace(b"\r\n", b"")
    found = message_from_bytes(written, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def part(found: EmailMessage, kind: str) -> bytes:
    body = found.get_body((kind,))
    assert body is not None
    content = body.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


def test_it_opens_as_a_draft_that_nobody_has_sent_to_anybody() -> None:
    found = opened(document("**Bold**", notices=(EMBARGO,), email_subject="EMBARGOED until 09:00: The count"))

    assert found["Subject"] == "EMBARGOED until 09:00: The count"
    assert found["X-Unsent"] == "1"
    assert {"From", "To", "Date", "Message-ID"}.isdisjoint(found.keys())
    assert found.get_content_type() == "multipart/alternative"
    assert part(found, "plain").decode().splitlines()[0] == EMBARGO
    assert b"<strong>EMBARGOED UNTIL" in part(found, "html")


@settings(max_examples=30)
@given(ANY_TEXT, ANY_TEXT)
def test_any_text_is_read_back(title: str, body: str) -> None:
    one = document(body, title=title)
    written = EmailDraft().write(one)

    found = opened(one)

    shown = "".join(char if char.isprintable() or not char.isascii() else " " for char in " ".join(title.split()))
    raw = message_from_bytes(written)["Subject"].replace("\r\n", "")
    assert str(make_header(decode_header(raw))).split() == shown.split()
    expected = PlainText().write(one).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    assert part(found, "plain") == expected
    assert {"Bcc", "To"}.isdisjoint(found.keys())
    assert written == EmailDraft().write(one)


@pytest.mark.parametrize(("name", "sent"), [("reader.webp", "reader.png"), ("Lächeln.png", "Lächeln.png")])
def test_pictures_are_attached_and_named_in_both_texts(name: str, sent: str) -> None:
    picture = DocumentPicture(name, "A girl reads", "Nia", media_type="image/png", content=b"\x89PNG")
    lost = DocumentPicture("lost.jpg", credit="Tom")

    found = opened(document("Text", pictures=(picture, lost), photo="Photo: %(credit)s"))

    attached = [(one.get_filename(), one.get_content()) for one in found.iter_attachments()]
    assert attached == [(sent, b"\x89PNG")]
    for kind in ("plain", "html"):
        assert f"{name} – Photo: Nia" in part(found, kind).decode()
        assert "lost.jpg – Photo: Tom" in part(found, kind).decode()
    assert b"data:image" not in part(found, "html")
