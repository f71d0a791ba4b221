import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.outbox.domain.return_path import LONGEST_LOCAL_PART, ReturnPath

NAME = "0123456789abcdef" * 2 + "01234567"
PATHS = ReturnPath("bounces@coalition.test", "k" * 40)


def found(text: str, paths: ReturnPath = PATHS) -> list[str]:
    return [one.name for one in paths.found_in(text)]


@given(name=st.binary(min_size=20, max_size=20).map(bytes.hex), to=st.emails())
def test_a_return_path_names_its_message_and_its_reader(name: str, to: str):
    [returned] = PATHS.found_in(f"To: <{PATHS.of(name, to)}>")

    assert returned.name == name
    assert returned.was_to(to.upper())
    assert not returned.was_to(f"not-{to}")


def test_servers_may_change_capitals():
    assert found(PATHS.of(NAME, "ana@people.test").upper()) == [NAME]


def test_the_longest_address_keeps_to_64_octets_before_the_at():
    path = ReturnPath(f"{'b' * LONGEST_LOCAL_PART}@coalition.test", "k" * 40).of(NAME, "ana@people.test")

    assert len(path.partition("@")[0]) == 64


@pytest.mark.parametrize(
    "forge",
    [
        lambda path: path.replace("bounces+", "bounces+a"),
        lambda path: path.replace(path[8:12], "aaaa"),
        lambda path: path.replace(path[41:45], "aaaa"),
        lambda path: path.replace("coalition", "partner"),
        lambda _path: ReturnPath(PATHS.address, "o" * 40).of(NAME, "ana@people.test"),
        lambda _path: "bounces@coalition.test",
    ],
    ids=["longer", "other message", "other signature", "other domain", "other key", "no mark"],
)
def test_what_is_not_signed_by_us_names_nothing(forge):
    assert found(forge(PATHS.of(NAME, "ana@people.test"))) == []


def test_neither_address_nor_key_can_be_read():
    assert "people" not in PATHS.of(NAME, "ana@people.test")
    assert PATHS.secret_key not in repr(PATHS)
