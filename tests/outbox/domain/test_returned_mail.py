import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.outbox.domain.return_kinds import ReturnKind
from scheduler.outbox.domain.returned_mail import Report, report_in
from tests.outbox.returned import returned

PATH = "bounces+x@coalition.test"


@pytest.mark.parametrize(
    ("sample", "report"),
    [
        ("postfix", Report(ReturnKind.GONE, "5.1.1")),
        ("exchange", Report(ReturnKind.GONE, "5.1.10")),
        ("gmail", Report(ReturnKind.FAILED, "5.7.26")),
        ("delayed", Report(ReturnKind.DELAYED, "4.4.1")),
        ("qmail", Report(ReturnKind.GONE, "5.1.1")),
        ("qmail_full", Report(ReturnKind.FAILED, "5.2.2")),
        ("qmail_spam", Report(ReturnKind.FAILED, "5.7.1")),
        ("complaint", Report(ReturnKind.COMPLAINT)),
        ("out_of_office", None),
        ("broken", None),
    ],
)
def test_a_mail_reports_what_became_of_a_message(sample: str, report: Report | None):
    assert report_in(returned(sample, PATH)) == report


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (b"5.0.0", ReturnKind.FAILED),
        (b"5.2.1 (disabled)", ReturnKind.GONE),
        (b"5.2.2", ReturnKind.FAILED),
        (b"5.1.8", ReturnKind.FAILED),
        (b"4.4.7", ReturnKind.FAILED),
        (b"gone", ReturnKind.FAILED),
    ],
)
def test_only_an_address_that_is_gone_counts_as_gone(status: bytes, kind: ReturnKind):
    report = report_in(returned("postfix", PATH).replace(b"Status: 5.1.1", b"Status: " + status))

    assert report is not None
    assert report.kind is kind


@pytest.mark.parametrize("said", [b"", b"(#5.1.1) 552 5.2.2 over quota", b"from 5.1.1.1"])
def test_a_notice_that_does_not_say_that_the_address_is_gone_stops_nothing(said: bytes):
    report = report_in(returned("qmail", PATH).replace(b"(#5.1.1)", said).replace(b"A reminder.", b"Of 5.1.1"))

    assert report is not None
    assert report.kind is ReturnKind.FAILED


def test_what_is_said_not_to_be_spam_is_no_complaint():
    assert report_in(returned("complaint", PATH).replace(b"Type: abuse", b"Type: not-spam")) is None


def test_the_beginning_of_a_huge_mail_is_enough():
    assert report_in(returned("postfix", PATH)[:2600]) == Report(ReturnKind.GONE, "5.1.1")


@given(st.binary(max_size=200), st.integers(0, 2000))
def test_no_mail_is_too_broken_to_be_read(noise: bytes, at: int):
    whole = returned("complaint", PATH)

    report_in(whole[:at] + noise + whole[at:])
