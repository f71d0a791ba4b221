"""The public observances as data: what visitors may see and nothing else, by a schema, for any site."""

import csv
import io
import re
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from scheduler.db import AppSession
from scheduler.observances.models import Observance
from tests.observances.catalogues import ANNOUNCED, DAY
from tests.observances.web.conftest import LABOUR

PATHS = ("/observances.json", "/observances.csv", "/observances.schema.json")
TYPES = {"string": str, "integer": int, "boolean": bool, "null": type(None), "array": list, "object": dict}
Schema = dict[str, Any]


def faults(value: Any, schema: Schema, place: str = "$") -> list[str]:
    """Return where a value is not what a schema says, by the few words that ours uses."""
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if type(value) not in {TYPES[kind] for kind in kinds}:
        return [f"{place} is {type(value).__name__}"]
    found = []
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        found.append(f"{place} {value}")
    if isinstance(value, str) and value not in schema.get("enum", [value]):
        found.append(f"{place} {value}")
    if isinstance(value, list):
        found += [fault for one in value for fault in faults(one, schema["items"], f"{place}[]")]
    if isinstance(value, dict):
        if set(value) != set(schema["required"]) or schema["additionalProperties"]:
            return [*found, f"{place} {sorted(value)}"]
        found += [
            fault for name in value for fault in faults(value[name], schema["properties"][name], f"{place}.{name}")
        ]
    return found


def table(client: FlaskClient, asked: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(f"/observances.csv?{asked}").data.decode("utf-8-sig"))))


@pytest.mark.usefixtures("catalogue")
def test_the_file_is_what_its_schema_says(client: FlaskClient) -> None:
    schema = client.get("/observances.schema.json").get_json(force=True)
    found = client.get("/observances.json").get_json()

    assert faults(found, schema) == []
    assert found["$schema"] == schema["$id"] == "http://localhost/observances.schema.json"
    assert {row["slug"] for row in found["observances"]} == {DAY["slug"], ANNOUNCED["slug"]}
    assert found["licence"]["name"] == "Apache-2.0"
    day = next(row for row in found["observances"] if row["slug"] == DAY["slug"])
    assert day["page"] == f"http://localhost/observances/{DAY['slug']}"
    assert day["sources"]
    assert {
        name: value
        for one in day["dates"]
        if one["period"] == "2027"
        for name, value in one.items()
        if name not in {"theme", "url"}
    } == {"period": "2027", "first_day": "2027-07-30", "last_day": "2027-07-30", "expected": False, "cancelled": False}
    # What was not announced is said to be so.
    other = next(row for row in found["observances"] if row["slug"] == ANNOUNCED["slug"])
    assert any(one["first_day"] is None for one in other["dates"])


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("path", PATHS)
def test_any_site_reads_it_and_any_cache_keeps_it(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert 'rel="license"' in answer.headers["Link"]
    assert {"Set-Cookie", "Date"}.isdisjoint(answer.headers.keys())
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    zipped = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert zipped.headers["ETag"] != answer.headers["ETag"]


def test_everybody_gets_the_same_and_nobody_what_is_not_registered(
    client: FlaskClient, as_: Any, catalogue: dict[str, Observance]
) -> None:
    for path in PATHS:
        answers = [one.get(path) for one in (client, as_("member"), as_("coordinator"))]
        assert len({answer.data for answer in answers}) == 1
        assert LABOUR["slug"] not in answers[0].text
    assert LABOUR["slug"] in catalogue


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("topic=trafficking", {DAY["slug"]}),
        ("topic=labour", set()),
        ("country=PH", set()),
        ("topic=%22&country=%00", set()),
        ("topic=&country=", {DAY["slug"], ANNOUNCED["slug"]}),
    ],
)
def test_it_is_filtered_by_topic_and_country(client: FlaskClient, asked: str, found: set[str]) -> None:
    rows = client.get(f"/observances.json?{asked}").get_json()["observances"]
    assert {row["slug"] for row in rows} == found
    assert {row["slug"] for row in table(client, asked)} == found


def test_a_country_is_found_in_either_case_and_cells_are_no_formulas(
    client: FlaskClient, store: AppSession, catalogue: dict[str, Observance], now: datetime
) -> None:
    row = store.get_one(Observance, catalogue[DAY["slug"]].id)
    row.country, row.scope, row.organiser, row.shipped_hash = "PH", "national", "=1+1", ""
    store.commit()

    (found,) = client.get("/observances.json?country=ph").get_json()["observances"]
    assert (found["slug"], found["organiser"], found["licence"]) == (DAY["slug"], "=1+1", "")
    lines = table(client, "country=PH")
    assert {line["organiser"] for line in lines} == {"'=1+1"}
    assert {line["first_day"] for line in lines} >= {"2027-07-30"}
    assert client.get("/observances.csv").data.startswith(b"\xef\xbb\xbfslug,")


@pytest.mark.usefixtures("catalogue")
def test_the_page_of_the_year_leads_to_it(client: FlaskClient) -> None:
    page = client.get("/observances?topic=trafficking").text
    for address in ("/observances.json?topic=trafficking", "/observances.csv?topic=trafficking", PATHS[2]):
        assert f'href="{address}"' in page
