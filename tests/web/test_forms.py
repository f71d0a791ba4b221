"""The base form: one-time ids, revisions, suggested zones, and how fields are drawn."""

from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from tests.web.conftest import SampleForm

FORM_ID = "0f8fad5b-d9cb-469f-a165-70867728950e"


def posted(app: Flask, **typed: str) -> SampleForm:
    with app.test_request_context("/", method="POST"):
        return SampleForm(MultiDict(typed))


def test_form_id_is_new_on_every_page_and_kept_when_sent_back(app: Flask):
    with app.test_request_context("/"):
        first, second = SampleForm(), SampleForm()

    assert first.form_id.data != second.form_id.data
    assert posted(app, form_id=FORM_ID).form_id.data == FORM_ID


@pytest.mark.parametrize("sent", ["", "x", "'; DROP TABLE", FORM_ID * 2, FORM_ID.upper()])
def test_form_id_that_we_did_not_make_is_replaced(app: Flask, sent):
    made = posted(app, form_id=sent).form_id.data

    assert made != sent
    assert len(made) == 36


def test_form_id_is_not_taken_from_the_row(app: Flask):
    with app.test_request_context("/"):
        assert SampleForm(obj=SimpleNamespace(form_id=FORM_ID)).form_id.data != FORM_ID


def test_revision_comes_from_the_row_and_back_from_the_page(app: Flask):
    with app.test_request_context("/"):
        shown = SampleForm(obj=SimpleNamespace(revision=7))

    assert 'value="7"' in shown.revision()
    assert posted(app, revision="7").revision.data == 7


@pytest.mark.parametrize("sent", ["", "-1", "7.0", "٧", "99999999999", str(2**31)])
def test_revision_that_is_no_number_of_ours_is_none(app: Flask, sent):
    assert posted(app, revision=sent).revision.data is None


def test_a_page_with_a_form_reads_no_catalogue_of_wtforms(client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    read: list[str] = []
    monkeypatch.setattr("flask_wtf.i18n._get_translations", lambda: read.append("wtforms"))

    assert client.get("/form").status_code == 200
    assert read == []


def test_zone_is_suggested_where_none_is_given(app: Flask):
    with app.test_request_context("/"):
        form = SampleForm(zone="Asia/Manila")

    assert (form.zone.data, form.starts.typed["zone"], form.starts.data) == ("Asia/Manila", "Asia/Manila", None)


def test_zone_that_was_emptied_stays_empty(client: FlaskClient):
    page = client.post("/form", data={"starts-day": "2027-01-01", "starts-time": "09:00", "starts-zone": ""})

    assert "Choose the time zone of this time." in page.text


def test_error_is_tied_to_its_field_and_typing_is_kept(client: FlaskClient):
    page = client.post("/form", data={"title": "x" * 21, "page": "javascript:1", "kind": "op_ed"})

    assert page.status_code == 422
    assert '<a href="#title">Title</a>: This is 1 character too long' in page.text
    assert 'aria-describedby="title-help title-error"' in page.text
    assert 'aria-describedby="page-help page-error"' in page.text
    assert f'value="{"x" * 21}"' in page.text
    assert 'value="javascript:1"' in page.text
    assert '<option selected value="op_ed">' in page.text


def test_typed_markup_is_escaped(client: FlaskClient):
    page = client.post("/form", data={"title": '"><img src=x>', "notes": "</textarea><b>"})

    assert "<img src=x>" not in page.text
    assert "</textarea><b>" not in page.text


def test_form_without_errors_has_no_summary(client: FlaskClient):
    page = client.get("/form")

    assert "Not saved yet" not in page.text
    assert 'name="form_id"' in page.text
    assert page.text.count('<datalist id="zone-names">') == 1
    assert 'value="Asia/Manila"' in page.text


def test_long_text_is_not_cut_by_the_browser(client: FlaskClient):
    form = client.get("/form").text.split('<form method="post" novalidate>')[1].split("</form>")[0]

    assert "maxlength" not in form
    assert 'data-count="50"' in form


def test_saved_form_says_so(client: FlaskClient):
    page = client.post("/form", data={"title": "Vigil", "kind": "release", "audience": "public"})

    assert page.status_code == 200
    assert "Saved." in page.text


@pytest.mark.parametrize(
    ("typed", "offered"), [("IST", "Asia/Jerusalem"), ("القاهرة", "Africa/Cairo"), ("UTC+8", "Asia/Manila")]
)
def test_zones_that_were_meant_are_offered_beside_what_was_typed(client: FlaskClient, typed: str, offered: str):
    data = {"zone": typed, "starts-day": "2027-01-01", "starts-time": "09:00", "starts-zone": typed}
    page = client.post("/form", data=data)

    assert page.status_code == 422
    assert page.text.count(f'value="{typed}"') == 2
    for name in ("zone-meant", "starts-zone-meant"):
        assert f'name="{name}"' in page.text
    assert page.text.count(f'value="{offered}"') >= 2
    assert f"({offered})" in page.text

    chosen = client.post("/form", data=data | {"zone-meant": offered, "starts-zone-meant": offered})
    assert "matches more than one time zone" not in chosen.text
