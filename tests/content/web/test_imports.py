"""An old spreadsheet becomes items: choose, say what is what, look, import, undo."""

import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Guard
from scheduler.content.domain.sharing import ShareScope
from scheduler.content.models import Item, ItemUndo, ItemVersion, SpreadsheetImport
from scheduler.content.services.imports import forget_uploads
from tests.content.web.house import EVERYBODY, House

HEADER = "Headline;Date;Time;Owner;Type;Channels;Notes\n"
GOOD = "Vigil at the harbour;30/07/2027;19:00;Oda Owner;Post;Bluesky, X;Bring candles\n"
TEN_BAD = (
    ";2027-08-01;;;;;no title",
    "No day;;;;;;",
    "No such day;31/02/2027;;;;;",
    "No such time;2027-08-01;25:00;;;;",
    "Unknown type;2027-08-01;;;Leaflet;;",
    "Unknown channel;2027-08-01;;;;Telegraph;",
    "Unknown owner;2027-08-01;;Nobody Known;;;",
    "Unknown zone;2027-08-01;09:00 Nowhereland;;;;",
    "Owner elsewhere;2027-08-01;;Mo Member;;;",
    "x" * 301 + ";2027-08-01;;;;;",
)


def upload(client: FlaskClient, text: str | bytes):
    content = text.encode() if isinstance(text, str) else text
    answer = client.post("/content/import", data={"file": (io.BytesIO(content), "plan.exe")})
    answer.request.environ["wsgi.input"].close()
    return answer


def value_of(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    value = re.search(r'value="([^"]*)"', found[0]) if found else None
    assert value is not None
    return value[1]


def revision_of(page: str) -> str:
    return value_of(page, "revision")


def fields_of(page: str) -> dict[str, str]:
    """Return what the form for columns suggests."""
    found = {}
    for name, inside in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', inside)
        found[name] = chosen[1] if chosen else ""
    found |= {name: value_of(page, name) for name in ("zone", "revision")}
    return found | {"with_whom": "taking_part"}


def previewed(client: FlaskClient, text: str | bytes, **changes: str) -> str:
    """Upload a file, take what is suggested for its columns, and return where its rows are."""
    columns = upload(client, text).location
    page = client.get(columns)
    sent = client.post(columns, data=fields_of(page.text) | changes)
    assert sent.status_code == 303, sent.text
    return sent.location


def ticked(page: str) -> list[str]:
    return re.findall(r'name="row" value="(\d+)"[^>]* checked', page)


def offered(page: str) -> list[str]:
    return re.findall(r'name="row" value="(\d+)"', page)


def run(client: FlaskClient, rows: str, page: str, *wanted: str, follow_redirects: bool = False):
    return client.post(
        rows, data={"row": list(wanted), "revision": revision_of(page)}, follow_redirects=follow_redirects
    )


def items(house: House) -> list[Item]:
    found = list(
        house.stage.session.scalars(select(Item).order_by(Item.id), execution_options={"populate_existing": True})
    )
    house.stage.session.commit()
    return found


def titles(house: House) -> list[str]:
    found = list(house.stage.session.scalars(select(ItemVersion.title).order_by(ItemVersion.id)))
    house.stage.session.commit()
    return found


def test_a_row_becomes_an_item_as_the_form_makes_it(house: House):
    lead = house.client("lead")
    rows = previewed(lead, HEADER + GOOD, zone="America/New_York")
    page = lead.get(rows).text
    assert titles(house) == []
    assert ticked(page) == ["2"]

    done = run(lead, rows, page, "2", follow_redirects=True)

    assert "1 item imported" in done.text
    (item,) = items(house)
    assert (item.kind, item.owner_id, item.publish_zone) == ("post", house.stage.id("owner"), "America/New_York")
    assert item.publish_at == datetime(2027, 7, 30, 23, 0, tzinfo=UTC)
    assert item.shared_with == ShareScope.PARTICIPANTS
    assert house.stage.session.get_one(Guard, item.guard_id).audience == Audience.ORGANISATIONS
    shown = lead.get(f"/content/{item.public_id}").text
    assert "Bring candles" in shown
    assert "Bluesky" in shown


def test_ten_bad_rows_of_twenty_are_named_and_the_others_imported(house: House):
    lead = house.client("lead")
    good = "".join(f"Post {number};{number + 12}/08/2027;;;;;\n" for number in range(10))
    rows = previewed(lead, HEADER + good + "\n".join(TEN_BAD))
    page = lead.get(rows).text
    assert len(ticked(page)) == len(offered(page)) == 10
    for sentence in (
        *("Enter a title.", "Choose a publish date", "no date that can be read", "from 00:00 to 23:59"),
        *(
            "“Leaflet” is not known",
            "“Telegraph” is not known",
            "“Nobody Known” is not known",
            "several time zones, or none",
        ),
        *("“Mo Member” is not known", "limit is 300 characters"),
    ):
        assert sentence in page

    refused = run(lead, rows, page, *ticked(page), "12")
    assert (refused.status_code, titles(house)) == (422, [])
    assert "Nothing was imported" in refused.text

    assert run(lead, rows, page, *ticked(page)).status_code == 303
    assert titles(house) == [f"Post {number}" for number in range(10)]


def test_sending_twice_imports_once_and_nothing_of_the_file_stays(house: House):
    lead = house.client("lead")
    rows = previewed(lead, HEADER + GOOD)
    page = lead.get(rows).text
    run(lead, rows, page, "2")

    again = run(lead, rows, page, "2", follow_redirects=True)

    assert "already been imported" in again.text
    assert len(items(house)) == 1
    assert house.stage.session.scalars(select(SpreadsheetImport.sheets)).all() == [[]]
    house.stage.session.commit()


def test_what_is_there_already_or_twice_is_unticked(house: House):
    lead = house.client("lead")
    first = previewed(lead, HEADER + GOOD)
    run(lead, first, lead.get(first).text, "2")

    page = lead.get(previewed(lead, HEADER + GOOD + "New;2027-07-30;;;;;\nNEW;30 July 2027;;;;;\n")).text

    assert "There is content with this title on this day already" in page
    assert "Row 3 has the same title and day" in page
    assert (ticked(page), offered(page)) == (["3"], ["2", "3", "4"])


def test_the_order_of_day_and_month_is_asked_when_it_does_not_show(house: House):
    lead = house.client("lead")
    rows = previewed(lead, HEADER + "Vigil;5/8/2027;;;;;\n")
    page = lead.get(rows).text
    assert "Choose above whether the day or the month comes first" in page
    revision = revision_of(page)

    lead.post(rows.replace("/rows", "/values"), data={"order": "month_first", "revision": revision})
    page = lead.get(rows).text
    run(lead, rows, page, *ticked(page))

    assert [item.publish_on for item in items(house)] == [date(2027, 5, 8)]


def test_texts_that_mean_nothing_by_themselves_are_chosen_once(house: House):
    lead = house.client("lead")
    rows = previewed(lead, HEADER + "A;2027-08-01;09:00 EST;;Leaflet;;\nB;2027-08-02;;;leaflet;;\n")
    page = lead.get(rows).text
    assert ticked(page) == []
    revision = revision_of(page)

    chosen = {"value:kind:leaflet": "statement", "value:zone:est": "America/New_York", "revision": revision}
    lead.post(rows.replace("/rows", "/values"), data=chosen)
    page = lead.get(rows).text
    run(lead, rows, page, *ticked(page))

    assert [(item.kind, item.publish_zone) for item in items(house)] == [
        ("statement", "America/New_York"),
        ("statement", None),
    ]


def test_the_whole_import_is_undone_but_for_what_was_changed_since(house: House):
    lead = house.client("lead")
    rows = previewed(lead, HEADER + GOOD + "Rally;2027-08-01;;;;;\n")
    page = lead.get(rows).text
    run(lead, rows, page, *ticked(page))
    changed = items(house)[1]
    house.write(f"/content/{changed.public_id}", "Come along.")
    undo = house.stage.session.scalars(select(ItemUndo)).one().address
    house.stage.session.commit()
    assert "Imported · 2 items" in lead.get("/content").text

    assert house.client("editor").post(f"/content/bulk/undo/{undo}").status_code == 404
    done = lead.post(f"/content/bulk/undo/{undo}", follow_redirects=True).text

    assert "changed since" in done
    assert [item.deleted_at is None for item in items(house)] == [False, True]


def test_formulas_are_stored_as_the_text_they_are(house: House):
    lead = house.client("lead")
    rows = previewed(lead, HEADER + "=1+1;2027-08-01;;;;;@SUM(A1)\n")
    page = lead.get(rows).text
    run(lead, rows, page, *ticked(page))
    assert titles(house) == ["=1+1"]


def test_an_owner_is_told_once_for_a_whole_import(house: House):
    lead = house.client("lead")
    rows = previewed(lead, HEADER + GOOD + GOOD.replace("30/", "31/"))
    page = lead.get(rows).text
    run(lead, rows, page, *ticked(page))
    assert house.stage.notified("assigned") == ["owner"]
    house.stage.session.commit()


def test_an_organisation_for_which_one_may_not_plan_is_an_error_of_the_row(house: House):
    lead = house.client("lead")
    page = lead.get(previewed(lead, "Title,Date,Organisation\nA,2027-08-01,Old Port\nB,2027-08-01,lantern bay\n")).text
    assert "You cannot plan content for “Old Port”" in page
    assert ticked(page) == ["3"]


@pytest.mark.parametrize(
    ("content", "status", "says"),
    [
        (b"", 422, "is empty"),
        (bytes(range(256)), 422, "not a CSV or XLSX"),
        (b"x" * 5_000_001, 413, "larger than 5 MB"),
    ],
    ids=["empty", "bytes", "large"],
)
def test_what_cannot_be_read_is_said_beside_the_field(house: House, content: bytes, status: int, says: str):
    answer = upload(house.client("lead"), content)
    assert answer.status_code == status
    assert says in answer.text


def test_nobody_else_can_open_or_import_what_somebody_has_uploaded(house: House):
    rows = previewed(house.client("lead"), HEADER + GOOD)
    base = rows.removesuffix("/rows")
    planners = {"owner", "editor", "port_lead", "port_editor", "manila_lead", "far_lead"}
    expected = {who: 404 if who in planners else 403 for who in EVERYBODY} | {"visitor": 302, "lead": 200}
    for path in (base, rows):
        assert house.statuses(path) == expected
    others = {who: status for who, status in expected.items() if who != "lead"}
    for path in (base, rows, f"{base}/values"):
        sent = {who: house.post(who, path, row="2").status_code for who in others}
        assert sent == others
    assert {who: house.post(who, f"{base}/discard").status_code for who in planners} == dict.fromkeys(planners, 404)
    assert titles(house) == []
    form = {who: house.get(who, "/content/import").status_code for who in EVERYBODY}
    assert form == {who: 200 if who in {*planners, "lead"} else 403 for who in EVERYBODY} | {"visitor": 302}


def test_a_file_is_thrown_away_by_its_owner_or_after_a_day(house: House, now: datetime):
    lead = house.client("lead")
    first, _second = (previewed(lead, HEADER + title + ";2027-08-01;;;;;\n") for title in ("A", "B"))
    assert lead.post(first.replace("/rows", "/discard")).status_code == 303
    session = house.stage.session
    row = session.scalars(select(SpreadsheetImport)).one()
    assert forget_uploads(session, row.uploaded_at + timedelta(hours=23)) == 0
    assert forget_uploads(session, row.uploaded_at + timedelta(days=1)) == 1
    session.commit()
    assert lead.get(first).status_code == 404
