"""Signed mail is what was written, and says so to whoever has the public key."""

from pathlib import Path

import dkim
import pytest

from scheduler.outbox.dkim_signing import DkimSigner, key_bits
from scheduler.outbox.mailer import RenderedMessage
from scheduler.outbox.mailers import mailer_for, signer_for
from scheduler.outbox.mime import Sender, compose
from scheduler.outbox.rendering import Letter
from tests.fakes import FakeClock, SmtpInbox
from tests.outbox.dkim_keys import KEY_FILE, OTHER_RECORD, RECORD, SHORT_KEY_FILE, MailSetUp

SENDER = Sender("Our Coalition", "scheduler@coalition.org")
ASKED = b"s1._domainkey.coalition.org."


@pytest.fixture
def content(clock: FakeClock) -> bytes:
    letter = Letter(
        to="cora@hub.test",
        to_name="Cora Müller",
        subject="Sign-off due: ✂ a title that is so long that its line has to be folded for it to fit in",
        text="Grüße\n.\n\nfrom the coalition, with a text that is long enough to be quoted as it is  \n",
        html="<p>Grüße</p>",
        list_id="reminders",
        unsubscribe_url="https://scheduler.coalition.org/unsubscribe/token",
    )
    return compose(letter, SENDER, "a" * 40, clock.now())


@pytest.fixture
def signer() -> DkimSigner:
    return DkimSigner.load("coalition.org", "s1", KEY_FILE)


def passes(signed: bytes, record: str = RECORD) -> bool:
    return bool(dkim.verify(signed, dnsfunc=lambda name, timeout=0: record.encode() if name == ASKED else None))


def test_a_signed_message_passes_and_is_otherwise_as_written(content: bytes, signer: DkimSigner) -> None:
    signed = signer.signed(content)

    assert signed.endswith(b"\r\n" + content)
    assert passes(signed)
    assert all(len(line) <= 78 for line in signed.removesuffix(content).split(b"\r\n"))


@pytest.mark.parametrize(
    ("written", "changed"),
    [
        (b"from the coalition", b"from a stranger"),
        (b"Date: Thu, 01", b"Date: Thu, 02"),
        (b"From: ", b"From: other@coalition.org\r\nFrom: "),
        (b"To: ", b"Reply-To: other@example.org\r\nTo: "),
        (b"/unsubscribe/token", b"/unsubscribe/other"),
        (b"MIME-Version: ", b"Content-Type: text/html\r\nMIME-Version: "),
    ],
)
def test_a_message_that_was_changed_on_the_way_does_not_pass(
    content: bytes, signer: DkimSigner, written: bytes, changed: bytes
) -> None:
    signed = signer.signed(content)

    assert written in content
    assert not passes(signed.removesuffix(content) + content.replace(written, changed, 1))


def test_a_published_key_fits_or_does_not(signer: DkimSigner) -> None:
    assert signer.fits(RECORD)
    assert not signer.fits(OTHER_RECORD)
    assert not signer.fits(RECORD[:-20])
    assert not signer.fits("v=DKIM1; p=")
    assert not signer.fits("anything")


def test_what_the_mail_server_gets_is_signed_where_a_key_is_set(
    content: bytes, smtp: SmtpInbox, tmp_path: Path
) -> None:
    parcel = RenderedMessage(1, "cora@hub.test", content)
    for key_file in (KEY_FILE, None):
        mailer = mailer_for(MailSetUp(smtp.url, tmp_path, key_file), SENDER)
        mailer.send(parcel)
        mailer.close()

    signed, plain = smtp.messages
    assert (signed["DKIM-Signature"].split(";")[0], plain["DKIM-Signature"]) == ("v=1", None)
    assert signer_for(MailSetUp(smtp.url, tmp_path, None), SENDER) is None


def test_keys_are_measured_and_other_files_are_none() -> None:
    assert key_bits(KEY_FILE.read_bytes()) == 2048
    assert key_bits(SHORT_KEY_FILE.read_bytes()) == 512
    broken = b"-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n"
    for other in (b"", b"\xff", broken, KEY_FILE.read_bytes()[:400], broken.replace(b"MIIE", b"a")):
        with pytest.raises(ValueError, match="no RSA private key"):
            key_bits(other)


def test_a_key_is_in_no_log(signer: DkimSigner) -> None:
    assert "PRIVATE" not in repr(signer)
