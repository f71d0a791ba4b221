"""CSV for spreadsheets: times of the place beside their zone, and nothing that a program would run."""

import csv
import io

from flask import Flask

from scheduler.feeds.formats.table import Table
from tests.feeds.formats.documents import HOSTILE, PLAIN, VIGIL, document


def test_it_has_a_row_for_each_entry(app: Flask) -> None:
    with app.app_context():
        content = Table().write(document(PLAIN, VIGIL))
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))

    assert content.startswith(b"\xef\xbb\xbfTitle,")
    assert {len(row) for row in rows} == {14}
    assert rows[1][0] == f"'{HOSTILE}"
    assert rows[1][3:8] == ["2027-03-01", "", "2027-03-02", "", ""]
    assert rows[2][:9] == [
        VIGIL.title,
        "Event",
        "Confirmed",
        "2027-07-30",
        "09:00",
        "2027-07-30",
        "10:30",
        "Asia/Manila",
        "Pier 4",
    ]
    assert rows[2][9:13] == ["Vigil, Child protection", VIGIL.description, VIGIL.link, "2026-11-02T10:30:15Z"]
