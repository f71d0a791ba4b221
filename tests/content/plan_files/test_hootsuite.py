"""A file for Hootsuite says exactly what is posted, and nothing that a spreadsheet program would run."""

import csv
import io
from datetime import datetime

import pytest

from scheduler.content.plan_files.hootsuite import Hootsuite
from scheduler.content.plan_files.protocol import PlannedPost
from scheduler.web.csv_cells import runs_in_spreadsheets

WALL = datetime(2027, 7, 3, 9, 5)
TEXTS = ("@ilo says: 50 million", "- one\n- two", '"Quoted", with a comma', "#Tag first", "🕯️ منظمة", "+1 for the bill")


def test_a_row_has_date_text_and_no_link_without_a_heading() -> None:
    written = Hootsuite().write([PlannedPost(WALL, "Read the bill\nhttps://a.example"), PlannedPost(WALL, "Two")])

    assert written == b'07/03/2027 09:05,"Read the bill\nhttps://a.example",\r\n07/03/2027 09:05,Two,\r\n'


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_posted_is_character_for_character_what_was_signed(text: str) -> None:
    [row] = csv.reader(io.StringIO(Hootsuite().write([PlannedPost(WALL, text)]).decode(), newline=""))

    assert (row[1], runs_in_spreadsheets(text)) == (text, False)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        " =HYPERLINK(1)",
        "＝cmd",
        "\tx",
        "@SUM(1;2)",
        "+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "-A1!B2",
        "-1\n+cmd|' /C calc'!A0",
    ],
)
def test_what_could_run_in_a_spreadsheet_is_found(text: str) -> None:
    assert runs_in_spreadsheets(text)
