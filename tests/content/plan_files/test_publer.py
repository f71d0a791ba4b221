"""A file for Publer has all twelve columns, and says exactly what is posted."""

import csv
import io
from datetime import datetime

from scheduler.content.plan_files.protocol import PlannedPost
from scheduler.content.plan_files.publer import HEADING, Publer
from tests.content.plan_files.test_hootsuite import TEXTS

WALL = datetime(2027, 7, 3, 9, 5)


def test_a_row_has_time_and_text_and_leaves_ten_columns_empty() -> None:
    [heading, row] = csv.reader(io.StringIO(Publer().write([PlannedPost(WALL, "Read, and sign")]).decode()))

    assert (tuple(heading), len(heading)) == (HEADING, 12)
    assert row == ["2027-07-03 09:05", "Read, and sign", *[""] * 10]


def test_what_is_posted_is_character_for_character_what_was_signed() -> None:
    file = Publer().write([PlannedPost(WALL, text) for text in TEXTS]).decode()

    assert [row["Text"] for row in csv.DictReader(io.StringIO(file, newline=""))] == list(TEXTS)
