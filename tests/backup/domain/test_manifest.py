import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.backup.domain.manifest import BadManifestError, Manifest, Part, key_mark

MANIFEST = Manifest(
    made_at=datetime(2027, 7, 1, 12, tzinfo=UTC),
    version="0.2.0",
    engine="postgresql",
    schema="0007",
    database=Part("database.pgdump", 5, "ab" * 32),
    key_mark="cd" * 16,
    secret_key=Part("secret_key", 64, "ef" * 32),
    namespace="public",
    counts={"person": 12, "item": 3},
)


@pytest.mark.parametrize(
    "manifest",
    [
        MANIFEST,
        replace(MANIFEST, secret_key=None, namespace=None, counts={}),
        replace(MANIFEST, pictures=("0" * 64, "ab" * 32)),
    ],
)
def test_what_is_written_is_read(manifest: Manifest):
    assert Manifest.parse(manifest.to_json()) == manifest


def test_rows_are_those_of_all_tables():
    assert MANIFEST.rows == 15


def test_a_backup_of_before_pictures_is_read():
    first = {name: value for name, value in json.loads(MANIFEST.to_json()).items() if name != "pictures"}
    assert Manifest.parse(json.dumps({**first, "format": 1})) == MANIFEST


def test_another_format_asks_for_the_newer_program():
    text = json.dumps({**json.loads(MANIFEST.to_json()), "format": 3})
    with pytest.raises(BadManifestError, match="made by a newer version"):
        Manifest.parse(text)


@pytest.mark.parametrize(
    "change",
    [
        {"database": {"file": "../../etc/passwd", "bytes": 1, "sha256": "x"}},
        {"database": {"file": "..", "bytes": 1, "sha256": "x"}},
        {"database": {"file": "", "bytes": 1, "sha256": "x"}},
        {"database": {"file": "a"}},
        {"secret_key": {"file": "a/b", "bytes": 1, "sha256": "x"}},
        {"secret_key": "secret_key"},
        {"made_at": "2027-07-01T12:00:00"},
        {"made_at": 5},
        {"counts": {"person": "many"}},
        {"counts": None},
        {"schema": 7},
        {"pictures": ["../../secret_key"]},
        {"pictures": [1]},
        {"pictures": 1},
        {"unknown": 1},
        {"format": "x"},
    ],
)
def test_what_is_damaged_is_refused(change: dict[str, object]):
    text = json.dumps({**json.loads(MANIFEST.to_json()), **change})
    with pytest.raises(BadManifestError, match="damaged"):
        Manifest.parse(text)


@given(st.one_of(st.text(), st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps)))
def test_whatever_stands_there_is_read_or_refused(text: str):
    with pytest.raises(BadManifestError):
        Manifest.parse(text)


def test_the_mark_of_a_key_tells_keys_apart_and_gives_none_away():
    one, other = "k" * 48, "k" * 47 + "l"
    assert key_mark(one) == key_mark(one) != key_mark(other)
    assert one not in key_mark(one)
