import pytest

from scheduler.outbox.domain.redaction import LIMIT_CHARS, MAX_READ, place_of, redacted


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        (b"5.1.1 <ana@people.test>: user unknown", "550 5.1.1 …: user unknown"),
        (b"no mailbox for ana@people.test here", "550 no mailbox for … here"),
        (b"listed, see https://blocklist.test/?ip=192.0.2.1", "550 listed, see …"),
        (b"first line\nsecond\tline", "550 first line second line"),
        (b"subject 'VETO the Bill' looks like spam", "550 subject '…' looks like spam"),
        (b"\xff\x00bad bytes", "550 � bad bytes"),
        (b"", "550"),
    ],
)
def test_an_answer_loses_addresses_links_and_private_texts(answer: bytes, kept: str):
    assert redacted(550, answer, ("ana@people.test", "Ana", "Veto the bill")) == kept


def test_a_long_answer_is_cut():
    assert len(redacted(451, b"word " * 1000, ())) <= LIMIT_CHARS


@pytest.mark.parametrize("mark", [b"a", b"<", b"@", b"http://a"])
def test_an_endless_answer_is_read_as_far_as_it_says_anything(mark: bytes):
    assert redacted(451, b"no " + mark * 500_000, ()) == "451 no"


def test_an_address_at_the_end_of_what_is_read_is_not_kept_by_half():
    answer = b"<" + b"x " * (MAX_READ // 2 - 7) + b"> for ana.b@people.test"

    assert redacted(451, answer, ()) == "451 … for"


def test_a_short_private_text_does_not_eat_the_answer():
    assert redacted(451, b"a bad day", ("a",)) == "451 a bad day"


def test_the_place_of_an_error_names_its_type_and_line_and_not_its_text():
    with pytest.raises(ValueError, match="Veto") as caught:
        int("Veto the bill")

    place = place_of(caught.value)

    assert place.startswith("ValueError at ")
    assert "test_redaction.py" in place
    assert "Veto" not in place
