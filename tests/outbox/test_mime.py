from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.outbox.mime import Sender, UnmailableAddressError, UnsafeHeaderError, compose, mailable
from scheduler.outbox.rendering import Letter

GOLDEN = Path(__file__).parent / "data" / "letter.eml"
SENDER = Sender.parse("Coalición por la Dignidad <scheduler@coalition.test>")
SENT_AT = datetime(2027, 7, 23, 7, 0, tzinfo=UTC)
TOKEN = "0123456789abcdef0123456789abcdef01234567"
LETTER = Letter(
    to="zoe@people.test",
    to_name="Zoë Ångström, Press",
    subject="In 7 days: World Day Against Trafficking in Persons (Friday 30 July 2027)",
    text="Hello Zoë,\n\nthe day is Friday 30 July 2027 (Europe/Berlin).\n.\nFrom all of us\n",
    html="<!doctype html><html><head><style>p { color: #123456 } @media (prefers-color-scheme: dark) "
    "{ p { color: #fff } }</style></head><body><p>Hello Zoë</p></body></html>",
    list_id="reminders",
    unsubscribe_url="https://scheduler.coalition.test/unsubscribe/" + "t0ken" * 30,
    reply_to="press@coalition.test",
    references=("1" * 40, "2" * 40),
)


def composed(**changes: object) -> bytes:
    return compose(replace(LETTER, **changes), SENDER, TOKEN, SENT_AT)  # type: ignore[arg-type]


def parsed(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=default)


@pytest.mark.parametrize("name", ["Coalición Mar Libre", "أصوات الخليج", "Free Tides, Inc. <x@evil.test>", "自由な海"])
def test_a_letter_can_name_its_sender_but_not_the_address(name: str):
    [sender] = parsed(composed(from_name=name))["From"].addresses

    assert (sender.display_name, sender.addr_spec) == (name, "scheduler@coalition.test")


def part(content: bytes, kind: str) -> str:
    body = parsed(content).get_body((kind,))
    assert body is not None
    text: str = body.get_content()
    return text.replace("\r\n", "\n")


def test_a_letter_becomes_these_bytes():
    assert composed() == GOLDEN.read_bytes()


def test_a_mail_program_reads_what_was_written():
    mail = parsed(composed())

    assert mail["To"].addresses[0].display_name == "Zoë Ångström, Press"
    assert mail["To"].addresses[0].addr_spec == "zoe@people.test"
    assert mail["From"].addresses[0].display_name == "Coalición por la Dignidad"
    assert mail["Subject"] == LETTER.subject
    assert mail["Date"].datetime == SENT_AT
    assert part(composed(), "plain") == LETTER.text
    assert mail.defects == []


def test_a_long_plain_subject_is_folded_between_words():
    assert composed(subject="word " * 19 + "end").split(b"\r\n")[4:6] == [
        b"Subject: " + b" ".join([b"word"] * 13),
        b" word word word word word word end",
    ]


def test_headers_that_programs_act_on_stand_on_one_line_of_plain_ascii():
    lines = composed().decode("ascii").split("\r\n")

    assert f"Message-ID: <{TOKEN}@coalition.test>" in lines
    assert f"List-Unsubscribe: <{LETTER.unsubscribe_url}>" in lines
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
    assert "List-Id: <reminders.coalition.test>" in lines
    assert "Auto-Submitted: auto-generated" in lines
    assert "X-Auto-Response-Suppress: OOF, AutoReply" in lines
    assert f"In-Reply-To: <{'2' * 40}@coalition.test>" in lines


def test_styles_are_inlined_and_rules_for_the_dark_are_kept():
    html = part(composed(), "html")

    assert '<p style="color: #123456;">Hello Zoë</p>' in html
    assert "prefers-color-scheme: dark" in html


def test_a_letter_to_one_person_has_no_list_headers():
    mail = parsed(composed(list_id="", unsubscribe_url=None, references=(), reply_to=None, html=""))

    assert set(mail.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress", "MIME-Version",
        "Content-Type", "Content-Transfer-Encoding",
    }  # fmt: skip
    assert mail.get_content_type() == "text/plain"


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\0", "\x85", "\u2028", "\ud800"])
@pytest.mark.parametrize("field", ["subject", "to_name", "unsubscribe_url"])
def test_a_line_break_in_a_header_is_refused_and_not_repeated(field: str, break_: str):
    with pytest.raises(UnsafeHeaderError) as caught:
        composed(**{field: f"Veto{break_}Bcc: spy@people.test"})

    assert "Veto" not in str(caught.value)


@pytest.mark.parametrize(
    "address", ["", "ana", "ana@", "@people.test", "ana@people.test\r\nBcc: x@y.test", "a b@c.test", "ä@c.test"]
)
@pytest.mark.parametrize("field", ["to", "reply_to"])
def test_an_address_that_is_none_is_refused_and_not_repeated(field: str, address: str):
    if field == "reply_to" and not address:
        return
    with pytest.raises(UnmailableAddressError) as caught:
        composed(**{field: address})

    assert str(caught.value) == ""


@pytest.mark.parametrize("list_id", ["Reminders", "a b", "re\r\nminders", "reminders."])
def test_an_odd_list_id_is_refused(list_id: str):
    with pytest.raises(ValueError, match="list id"):
        composed(list_id=list_id)


def test_an_address_under_an_international_domain_is_written_in_ascii():
    assert mailable("ana@bücher.de") == "ana@xn--bcher-kva.de"
    assert mailable("ana@people.test") == "ana@people.test"


def test_text_that_is_hardly_ascii_is_written_in_base64():
    content = composed(text="Всемирный день борьбы с торговлей людьми. " * 20, html="")

    assert b"\r\nContent-Transfer-Encoding: base64\r\n" in content
    assert {len(line) for line in content.partition(b"\r\n\r\n")[2].split(b"\r\n")[:-2]} == {76}


LINES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=200)
PROSE = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), max_size=3000
)


@given(subject=LINES, to_name=LINES)
def test_any_single_line_survives_the_headers(subject: str, to_name: str):
    content = composed(subject=subject, to_name=to_name)

    head = content.partition(b"\r\n\r\n")[0].decode("ascii").split("\r\n")
    assert all(len(line) <= 78 for line in head if line.startswith(("Subject", " =?")))
    assert all(len(line) <= 998 for line in head)
    mail = parsed(content)
    assert mail["Message-ID"] == f"<{TOKEN}@coalition.test>"
    assert mail["Bcc"] is None
    assert mail["Subject"] == subject


@given(text=PROSE)
def test_any_text_survives_the_body_in_short_lines(text: str):
    content = composed(text=text)

    body = content.partition(b"\r\n\r\n")[2].split(b"\r\n")
    assert all(len(line) <= 76 for line in body)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert part(content, "plain") == text.rstrip("\n") + "\n"
