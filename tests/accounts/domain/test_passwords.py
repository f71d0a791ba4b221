"""Which passwords are refused."""

import pytest

from scheduler.accounts.domain.passwords import Weakness, weakness_of

KNOWN = ("Ana Marquez", "ana.marquez@lantern.example")


@pytest.mark.parametrize(
    ("password", "weakness"),
    [
        ("short words", Weakness.TOO_SHORT),
        ("", Weakness.TOO_SHORT),
        ("a1B!" * 51, Weakness.TOO_LONG),
        ("lantern tides\x00walk softly", Weakness.HIDDEN_CHARACTER),
        ("lantern tides\nwalk softly", Weakness.HIDDEN_CHARACTER),
        ("aaaaaaaaaaaaaaaa", Weakness.EASY_TO_GUESS),
        ("password1234", Weakness.EASY_TO_GUESS),
        ("anamarquez2027", Weakness.EASY_TO_GUESS),
        ("Coalition2027", Weakness.EASY_TO_GUESS),
        ("lantern tides walk softly", None),
        ("пароль из четырёх слов", None),
        ("qz7 vb2 mk9w" + "q" * 188, None),
    ],
)
def test_weakness_is_named(password: str, weakness: Weakness | None):
    assert weakness_of(password, KNOWN) == weakness


def test_length_limits_are_inclusive():
    long = "correct horse battery staple " * 8

    assert weakness_of("qz7 vb2 mk9w") is None
    assert weakness_of(long[:200]) is None
    assert weakness_of(long[:201]) is Weakness.TOO_LONG
