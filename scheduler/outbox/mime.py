"""Turns a letter into the bytes that a mail server is given."""

import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, formataddr, parseaddr
from functools import cache
from typing import Self

from css_inline import CSSInliner
from email_validator import EmailNotValidError, validate_email

from scheduler.outbox.rendering import Letter

# EmailMessage takes 2.3 ms for a letter like ours and folds List-Unsubscribe into encoded words, which mail programs
# then do not show (CPython issue 85725). These few headers and two parts take a tenth of a millisecond.
_NEWLINE = "\r\n"
_LINE_CHARS = 76
# Not all that is unprintable: joiners inside of Persian names and emoji are welcome.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LIST_NAME = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
# 52 characters of base64: with the marks around them and the longest header name, a line of at most 76.
_ENCODED_WORD_BYTES = 39
_LONGEST_PIECE_CHARS = 60


class UnmailableAddressError(ValueError):
    """Not an address that mail can be sent to; the address itself is not repeated."""


class UnsafeHeaderError(ValueError):
    """A header would hold a line break or another control character; the value itself is not repeated."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} holds a control character")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who all mail comes from."""

    name: str
    address: str

    @classmethod
    def parse(cls, mail_from: str) -> Self:
        """Read `Our Coalition <scheduler@example.org>` or a bare address."""
        name, address = parseaddr(mail_from)
        return cls(name, mailable(address))

    @property
    def domain(self) -> str:
        """The domain that Message-ID and List-Id are in."""
        return self.address.rpartition("@")[2]


def mailable(address: str) -> str:
    """Return the address in ASCII, its domain in Punycode if need be; raise UnmailableAddressError."""
    if address.isascii():
        if re.fullmatch(r"[^@\s<>,;\x00-\x1f\x7f]+@[^@\s<>,;\x00-\x1f\x7f]+", address):
            return address
        raise UnmailableAddressError
    try:
        ascii_address = validate_email(address, check_deliverability=False).ascii_email
    except EmailNotValidError as error:
        raise UnmailableAddressError from error
    if ascii_address is None:
        raise UnmailableAddressError
    return ascii_address


def compose(letter: Letter, sender: Sender, message_id: str, sent_at: datetime) -> bytes:
    """Return the whole message; equal arguments give equal bytes.

    Every line ends in CRLF and has at most 998 characters, and body lines at most 76 (RFC 5322 section 2.1.1,
    RFC 2045 section 6.7). Raises UnmailableAddressError, UnsafeHeaderError, or ValueError for an odd `list_id`.
    """
    headers = [
        ("From", _address("From", letter.from_name or sender.name, sender.address)),
        ("To", _address("To", letter.to_name, mailable(letter.to))),
        ("Subject", _header_text("Subject", letter.subject)),
        ("Date", format_datetime(sent_at)),
        ("Message-ID", f"<{message_id}@{sender.domain}>"),
        *_thread(letter, sender),
        *_list(letter, sender),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "OOF, AutoReply"),
        ("MIME-Version", "1.0"),
    ]
    head = "".join(f"{name}: {_checked(name, value)}{_NEWLINE}" for name, value in headers)
    return head.encode("ascii") + _body(letter, message_id)


def _thread(letter: Letter, sender: Sender) -> list[tuple[str, str]]:
    reply_to = [("Reply-To", mailable(letter.reply_to))] if letter.reply_to else []
    if not letter.references:
        return reply_to
    earlier = [f"<{message_id}@{sender.domain}>" for message_id in letter.references]
    return [*reply_to, ("In-Reply-To", earlier[-1]), ("References", f"{_NEWLINE} ".join(earlier))]


def _list(letter: Letter, sender: Sender) -> list[tuple[str, str]]:
    """RFC 2919 and RFC 8058; none of them is folded, because mail programs do not unfold encoded words in them."""
    headers: list[tuple[str, str]] = []
    if letter.list_id:
        if not _LIST_NAME.fullmatch(letter.list_id):
            raise ValueError("a list id is made of small letters, digits, dots and hyphens")
        headers.append(("List-Id", f"<{letter.list_id}.{sender.domain}>"))
    if letter.unsubscribe_url:
        headers.append(("List-Unsubscribe", f"<{letter.unsubscribe_url}>"))
        headers.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    return headers


def _header_text(name: str, text: str) -> str:
    """An unstructured header on lines of at most 76 characters."""
    if _CONTROL.search(text):
        raise UnsafeHeaderError(name)
    pieces = text.split(" ")
    plain = text.isascii() and "=?" not in text and all(0 < len(piece) < _LONGEST_PIECE_CHARS for piece in pieces)
    return _folded(len(name) + 2, pieces) if plain else f"{_NEWLINE} ".join(_encoded_words(text))


def _folded(used: int, pieces: Iterable[str]) -> str:
    """Lines that break before a space (RFC 5322 section 2.2.3); `used` is what the header's name takes of the first."""
    lines = [" " * used]
    for piece in pieces:
        if len(lines[-1]) + 1 + len(piece) <= _LINE_CHARS:
            lines[-1] += f" {piece}"
        else:
            lines.append(f" {piece}")
    return _NEWLINE.join(lines)[used + 1 :]


def _encoded_words(text: str) -> Iterator[str]:
    """RFC 2047 words; none of them splits a character (section 5)."""
    rest = text.encode()
    while rest:
        end = min(_ENCODED_WORD_BYTES, len(rest))
        while end < len(rest) and rest[end] & 0xC0 == 0x80:
            end -= 1
        yield f"=?utf-8?b?{binascii.b2a_base64(rest[:end], newline=False).decode()}?="
        rest = rest[end:]


def _address(name: str, display: str, address: str) -> str:
    if _CONTROL.search(display):
        raise UnsafeHeaderError(name)
    if display.isascii() and "=?" not in display:
        return formataddr((display, address))
    return f"{_header_text(name, display)}{_NEWLINE} <{address}>"


def _checked(name: str, value: str) -> str:
    """The one gate against header injection: line breaks are ours, each followed by the space of a folded line."""
    unfolded = value.replace(f"{_NEWLINE} ", " ")
    if not (unfolded.isascii() and unfolded.isprintable()):
        raise UnsafeHeaderError(name)
    return value


def _body(letter: Letter, message_id: str) -> bytes:
    plain = _part("plain", letter.text)
    if not letter.html:
        return plain
    # "=_" stands in neither encoding, so no line of a part can be taken for the boundary (RFC 2045 section 6.7).
    boundary = f"=_{message_id}"
    mark = f"--{boundary}".encode("ascii")
    head = f'Content-Type: multipart/alternative;{_NEWLINE} boundary="{boundary}"{_NEWLINE}{_NEWLINE}'.encode("ascii")
    html = inlined(letter.html) if letter.has_style else letter.html
    parts = (mark, plain, mark, _part("html", html), mark + b"--", b"")
    return head + b"\r\n".join(parts)


def _part(subtype: str, text: str) -> bytes:
    data = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").encode("utf-8", "replace") + b"\n"
    quoted = binascii.b2a_qp(data, istext=True, header=False)
    encoding = "quoted-printable"
    if len(quoted) > len(data) * 4 // 3:
        encoding, quoted = "base64", _base64_lines(data.replace(b"\n", b"\r\n"))
    head = f'Content-Type: text/{subtype}; charset="utf-8"\nContent-Transfer-Encoding: {encoding}\n\n'
    return (head.encode("ascii") + quoted).replace(b"\n", b"\r\n")


def _base64_lines(data: bytes) -> bytes:
    """Lines of 76 characters, which are 57 bytes each."""
    return b"".join(binascii.b2a_base64(data[start : start + 57]) for start in range(0, len(data), 57))


def inlined(html: str) -> str:
    """Return a page whose style stands in its elements, for `Letter.html` without `has_style`."""
    return _inliner().inline(html)


@cache
def _inliner() -> CSSInliner:
    # Rules for dark mode and small screens cannot be inlined, and nothing is fetched.
    return CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
