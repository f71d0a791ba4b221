"""A file for Buffer has its four columns, and says exactly what is posted."""

import csv
import io
from datetime import datetime

from scheduler.content.plan_files.buffer import Buffer
from scheduler.content.plan_files.protocol import PlannedPost
from tests.content.plan_files.test_hootsuite import TEXTS

WALL = datetime(2027, 7, 3, 9, 5)


def test_it_begins_with_the_heading_itself_and_each_row_ends_with_the_time() -> None:
    written = Buffer().write([PlannedPost(WALL, "Read the bill\nhttps://a.example")])

    assert written.decode().split("\r\n") == [
        "Text,Image URL,Tags,Posting Time",
        '"Read the bill\nhttps://a.example",,,2027-07-03 09:05',
        "",
    ]


def test_what_is_posted_is_character_for_character_what_was_signed() -> None:
    file = Buffer().write([PlannedPost(WALL, text) for text in TEXTS]).decode()

    assert [row["Text"] for row in csv.DictReader(io.StringIO(file, newline=""))] == list(TEXTS)
