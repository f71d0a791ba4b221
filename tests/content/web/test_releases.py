"""Word files of releases become items: choose, look at the parts that were found, confirm, undo."""

import io
import re
from datetime import UTC, date, datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from scheduler.agenda.models import Guard
from scheduler.content.domain.item_text import text_from_json
from scheduler.content.models import Item, ItemUndo, ReleaseImport
from scheduler.content.queries.unguarded import current_version
from scheduler.content.services.imports import forget_uploads
from tests.bad_input.page_forms import post_forms, read
from tests.content.web.house import EVERYBODY, House
from tests.word_files.documents import document, packed, paragraph, release, run

BODY = "Forty-one organisations asked twelve platforms what they do about ads that sell people."
EMBARGOED = release(
    ("EMBARGOED UNTIL 09:00 CEST, FRIDAY 30 JULY 2027", "Normal"),
    ("Platforms fall silent", "Title"),
    (f"MANILA, 29 July 2027 – {BODY}", "Normal"),
    ("###", "Normal"),
    ("About Lantern Bay", "Normal"),
    ("Lantern Bay is a coalition.", "Normal"),
)
PLAIN = release(("A vigil at the harbour", "Title"), (f"LISBON, 2 August 2027 – {BODY}", "Normal"))
DOUBTFUL = release(("EMBARGOED UNTIL MONDAY 9AM", "Normal"), ("Late answer", "Title"), (BODY, "Normal"))
BROKEN = b"PK\x03\x04 broken"


def upload(client: FlaskClient, **files: bytes):
    sent = [(io.BytesIO(content), f"{name}.docx") for name, content in files.items()]
    answer = client.post("/content/import/releases", data={"files": sent})
    answer.request.environ["wsgi.input"].close()
    return answer


def shown_form(client: FlaskClient, address: str) -> dict[str, object]:
    """Return what the page of an upload would send if nothing was changed."""
    page = client.get(address).text
    form = next(one for one in post_forms(read(page), address) if one.action == address)
    return dict(form.sent())


def send(client: FlaskClient, address: str, **changes: object):
    values = shown_form(client, address) | changes
    kept = {name: value for name, value in values.items() if value is not None}
    return client.post(address, data=kept, content_type="multipart/form-data")


def items(house: House) -> list[Item]:
    found = list(
        house.stage.session.scalars(select(Item).order_by(Item.id), execution_options={"populate_existing": True})
    )
    house.stage.session.commit()
    return found


def test_releases_become_items_with_their_parts_and_their_embargo(house: House):
    lead = house.client("lead")
    address = upload(lead, one=EMBARGOED, two=PLAIN).location
    assert items(house) == []

    done = send(lead, address, **{"release-1-title": "Vigil", "with_whom": "coalition"})

    assert done.status_code == 303
    first, second = items(house)
    session = house.stage.session
    text = text_from_json(current_version(session, first).text)
    assert (first.kind, first.organisation_id, first.owner_id) == (
        "press_release",
        house.stage.bay.id,
        house.stage.id("lead"),
    )
    assert (text.title, text.dateline, text.body) == ("Platforms fall silent", "MANILA, 29 July 2027", BODY)
    assert text.boilerplate == "**About Lantern Bay**\n\nLantern Bay is a coalition."
    guard = session.get_one(Guard, first.guard_id)
    assert guard.embargo_at == datetime(2027, 7, 30, 7, 0, tzinfo=UTC)
    assert session.get_one(Guard, second.guard_id).embargo_at is None
    assert (first.publish_on, second.publish_on) == (date(2027, 7, 30), date(2027, 8, 2))
    assert text_from_json(current_version(session, second).text).title == "Vigil"
    assert session.scalars(select(ReleaseImport.files)).all() == [[]]
    session.commit()
    outside = house.get("port_editor", f"/content/{first.public_id}")
    assert (outside.status_code, "silent" in outside.text) == (200, False)
    assert "already been imported" in lead.post(address, follow_redirects=True).text
    assert len(items(house)) == 2


def test_a_folder_is_read_and_a_bad_file_named_beside_the_others(house: House):
    lead = house.client("lead")
    files = {"a/good.docx": PLAIN, "a/bad.docx": BROKEN, "a/notes.pdf": b"%PDF"}
    address = upload(lead, all=packed(files)).location
    page = lead.get(address).text
    for name, says in (("bad.docx", "damaged or incomplete"), ("notes.pdf", "not a Word file")):
        assert re.search(rf"{name}</bdi>: [^<]*{says}", page)
    assert send(lead, address).status_code == 303
    assert len(items(house)) == 1


def test_without_a_file_that_can_be_read_nothing_is_kept(house: House):
    lead = house.client("lead")
    refused = upload(lead, bad=BROKEN)
    assert refused.status_code == 422
    assert "bad.docx: The file is damaged" in refused.text
    assert lead.post("/content/import/releases").status_code == 422
    assert house.stage.session.scalars(select(ReleaseImport)).all() == []
    house.stage.session.commit()


def test_an_embargo_that_is_not_clear_has_to_be_set_or_refused(house: House):
    lead, session = house.client("lead"), house.stage.session
    typed = {"release-0-publish-day": "2027-08-03", "release-0-title": "Typed anew"}
    typed |= {"release-0-embargo-time": "09:00", "release-0-embargo-zone": "Europe/Berlin"}
    refused: tuple[dict[str, object], ...] = (
        {"release-0-embargo-time": "", "release-0-embargo-zone": ""},
        {"release-0-embargo_choice": None},
        {"release-0-embargo-day": "2027-06-30"},
        {"release-0-embargo-day": "2027-08-02", "release-0-embargo-time": "9am"},
    )
    first = upload(lead, one=DOUBTFUL, two=PLAIN).location
    for changes in refused:
        answer = send(lead, first, **{**typed, **changes})
        assert (answer.status_code, "Typed anew" in answer.text, items(house)) == (422, True, [])

    assert send(lead, first, **{**typed, "release-0-embargo_choice": "none"}).status_code == 303
    second = upload(lead, one=DOUBTFUL, two=PLAIN).location
    assert send(lead, second, **{**typed, "release-0-embargo-day": "2027-08-02"}).status_code == 303

    lifts = [session.get_one(Guard, one.guard_id).embargo_at for one in items(house)]
    session.commit()
    assert lifts == [None, None, datetime(2027, 8, 2, 7, 0, tzinfo=UTC)]


def test_all_or_none_and_what_is_not_chosen_is_not_looked_at(house: House):
    lead = house.client("lead")
    address = upload(lead, one=PLAIN, two=DOUBTFUL).location
    refused = send(lead, address, **{"release-0-title": "", "release-1-is_chosen": None})
    assert (refused.status_code, items(house)) == (422, [])
    assert "1 release needs a change" in refused.text
    assert "Required" in refused.text
    nothing = send(lead, address, **{"release-0-is_chosen": None, "release-1-is_chosen": None})
    assert "Select at least one release" in nothing.text
    foreign = send(lead, address, **{"release-0-organisation_id": str(house.stage.far.id), "release-1-is_chosen": None})
    assert (foreign.status_code, items(house)) == (422, [])
    assert send(lead, address, **{"release-1-is_chosen": None}).status_code == 303
    assert len(items(house)) == 1


def test_what_is_there_already_is_not_chosen_and_the_import_is_undone(house: House):
    lead = house.client("lead")
    send(lead, upload(lead, one=PLAIN, two=EMBARGOED).location)
    again = upload(lead, one=PLAIN).location
    assert "release-0-is_chosen" not in shown_form(lead, again)
    assert "this headline on this day already" in lead.get(again).text
    undo = house.stage.session.scalars(select(ItemUndo)).one().address
    house.stage.session.commit()
    lead.post(f"/content/bulk/undo/{undo}")
    assert all(item.deleted_at is not None for item in items(house))


def test_what_is_left_out_and_belongs_to_no_field_is_said(house: House):
    lead = house.client("lead")
    head = paragraph(run("PRESS RELEASE")), paragraph(run("Headline")), paragraph(run(BODY * 4))
    page = lead.get(upload(lead, one=document(*head, more={"comments.xml": paragraph(run("Why?"))})).location).text
    assert "“PRESS RELEASE”" in page
    assert "Left out: comments" in " ".join(page.split())


def test_nobody_else_can_open_or_import_what_somebody_has_uploaded(house: House):
    address = upload(house.client("lead"), one=PLAIN).location
    planners = {"owner", "editor", "port_lead", "port_editor", "manila_lead", "far_lead"}
    expected = {who: 404 if who in planners else 403 for who in EVERYBODY} | {"visitor": 302}
    assert house.statuses(address) == expected | {"lead": 200}
    others = {who: status for who, status in expected.items() if who != "lead"}
    assert {who: house.post(who, address).status_code for who in others} == others
    discards = {who: house.post(who, f"{address}/discard").status_code for who in planners}
    assert discards == dict.fromkeys(planners, 404)
    form = {who: house.get(who, "/content/import/releases").status_code for who in EVERYBODY}
    assert form == {who: 200 if who in {*planners, "lead"} else 403 for who in EVERYBODY} | {"visitor": 302}
    assert items(house) == []


def test_files_are_thrown_away_by_their_owner_or_after_a_day(house: House):
    lead = house.client("lead")
    first, second = (upload(lead, one=content).location for content in (PLAIN, EMBARGOED))
    assert lead.post(f"{first}/discard").status_code == 303
    session = house.stage.session
    row = session.scalars(select(ReleaseImport)).one()
    assert forget_uploads(session, row.uploaded_at + timedelta(hours=23)) == 0
    assert forget_uploads(session, row.uploaded_at + timedelta(days=1)) == 1
    session.commit()
    assert lead.get(second).status_code == 404
