"""No table that leaves the product holds a cell that a spreadsheet program would run, whatever was typed."""

import csv
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from scheduler.content.domain.item_text import ItemText
from scheduler.web.csv_cells import BYTE_ORDER_MARK, plain_cell
from tests.content.web.gallery import Gallery
from tests.kits.web.desk import Desk
from tests.repo.tree import python_files, relative

EVIL = '=HYPERLINK("https://evil.example")'
WRITERS = {
    "scheduler/content/plan_files/protocol.py",
    "scheduler/observances/domain/date_rows.py",
    "scheduler/web/csv_cells.py",
}
"""Who writes tables; that of dates, which the command line prints, holds names of our own and days alone."""
FOR_COORDINATORS = {"/audit.csv", "/overview.csv"}
PLAN = "/campaigns/<public_id>/plan.csv"
WITHOUT_IT = {"/audit.csv", PLAN, "/observances.csv"}
"""Tables in which the item of this test has no place."""


def exits(desk: Desk, item: str) -> dict[str, str]:
    """Return the address of each table that a page offers, by its rule."""
    rules = {rule.rule for rule in desk.house.app.url_map.iter_rules() if rule.rule.endswith(".csv")}
    plan = f"?tool=hootsuite&channel=x&organisation={desk.house.stage.bay.id}&zone=Asia/Manila"
    ids = {"/content/": item, "/campaigns/": desk.campaign}
    found = {}
    for rule in rules:
        own = next((path for start, path in ids.items() if rule.startswith(start)), "")
        found[rule] = (own + rule.partition("<public_id>")[2] if own else rule) + (plan if "plan" in rule else "")
    return found


def cells(table: str) -> list[str]:
    return [cell for row in csv.reader(io.StringIO(table)) for cell in row]


def test_no_cell_of_any_table_is_a_formula(desk: Desk) -> None:
    item = desk.item(EVIL, text=ItemText(title=EVIL, body=EVIL))
    release = desk.item(EVIL, kind="press_release", channels=("press_list",))
    desk.put(item, publish_at=datetime(2027, 7, 30, 9, 0, tzinfo=UTC), publish_zone="UTC")
    sent = {"recipient": EVIL, "version_number": "1"}
    assert desk.house.post("lead", f"{release}/sent/new", **sent).status_code == 303
    Gallery(desk.house, item).added(name="=cmd.jpg", alt_text=EVIL, credit=EVIL, licence=EVIL)
    desk.put(item, state="approved")
    kit = desk.links(desk.kit(item))[0]

    tables = {
        rule: desk.house.get("coordinator" if rule in FOR_COORDINATORS else "lead", path).text
        for rule, path in exits(desk, release).items()
    }
    with zipfile.ZipFile(io.BytesIO(desk.open(f"{kit}/kit.zip").data)) as archive:
        tables["kit"] = archive.read("pictures.csv").decode()

    assert {name for name, table in tables.items() if f"'{EVIL}" in cells(table)} == tables.keys() - WITHOUT_IT
    # Without it, Excel breaks every accent; machines that post know their heading exactly.
    assert {name for name, table in tables.items() if not table.startswith(BYTE_ORDER_MARK)} == {PLAN}
    for name, table in tables.items():
        assert [cell for cell in cells(table) if plain_cell(cell) != cell] == [], name


def test_no_table_is_written_elsewhere() -> None:
    found = {relative(path) for path in python_files("scheduler") if "csv.writer(" in Path(path).read_text()}
    libraries = ("openpyxl", "xlsxwriter", "csv.DictWriter")
    others = {relative(path) for path in python_files("scheduler") if any(one in path.read_text() for one in libraries)}

    assert (found, others) == (WRITERS, set())
