import gzip
from itertools import pairwise
from random import Random

import pytest

from scheduler.feeds.domain.packing import gzip_of, packed

WHOLE = b"SUMMARY:World Day Against Trafficking in Persons\r\n" * 2000


@pytest.mark.parametrize("seed", range(5))
def test_pieces_are_one_file(seed: int) -> None:
    chance = Random(seed)
    places = [0, *sorted(chance.choices(range(len(WHOLE)), k=seed)), len(WHOLE)]
    pieces = [packed(WHOLE[first:after]) for first, after in pairwise(places)]
    assert gzip.decompress(gzip_of(WHOLE, pieces)) == WHOLE


def test_nothing_is_a_file_too() -> None:
    assert gzip.decompress(gzip_of(b"", [packed(b"")])) == b""


def test_the_same_gives_the_same_bytes_and_few_of_them() -> None:
    assert packed(WHOLE) == packed(WHOLE)
    assert len(packed(WHOLE)) < len(gzip.compress(WHOLE)) + 10
