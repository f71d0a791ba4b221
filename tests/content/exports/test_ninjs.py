"""News in JSON: the names and forms are those of ninjs-schema_3.1.json, against which this output was validated."""

import json
from datetime import UTC, datetime

from scheduler.content.exports.ninjs import Ninjs
from scheduler.content.exports.protocol import Record, Use
from tests.content.exports.documents import document


def test_copy_with_its_embargo() -> None:
    record = Record(
        "https://calendar.example/content/abc",
        3,
        datetime(2027, 7, 1, 12, 0, tzinfo=UTC),
        Use.USABLE,
        datetime(2027, 7, 30, 1, 0, tzinfo=UTC),
    )
    given = document(
        "MANILA — **Forty-one**", subhead="Why", notices=("EMBARGOED", "21:00"), dateline="MANILA", record=record
    )

    assert json.loads(Ninjs().write(given)) == {
        "uri": "https://calendar.example/content/abc",
        "standard": {
            "name": "ninjs",
            "version": "3.1",
            "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
        },
        "type": "text",
        "representationType": "full",
        "version": "3",
        "versionCreated": "2027-07-01T12:00:00+00:00",
        "pubStatus": "usable",
        "embargoedUntil": "2027-07-30T01:00:00+00:00",
        "edNote": "EMBARGOED\n21:00",
        "headlines": [{"role": "main", "value": "The count"}, {"role": "subhead", "value": "Why"}],
        "located": "MANILA",
        "bodies": [
            {"role": "main", "contentType": "text/plain", "value": "Why\n\nMANILA — Forty-one"},
            {
                "role": "richtext",
                "contentType": "text/html",
                "value": (
                    '<p dir="auto"><strong>Why</strong></p>\n<p dir="auto">MANILA — <strong>Forty-one</strong></p>'
                ),
            },
        ],
    }


def test_what_was_typed_is_no_markup_and_any_character_can_be_written() -> None:
    written = Ninjs().write(document("<script>x</script> \ud800 é"))

    item = json.loads(written)
    assert "<script>" not in item["bodies"][1]["value"]
    assert "é" in written.decode()
    assert "embargoedUntil" not in item
