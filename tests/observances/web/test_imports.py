"""A coordinator imports a catalogue: choose, look, import."""

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from scheduler.db import AppSession
from scheduler.observances.domain.csv_table import MAX_FILE_BYTES
from scheduler.observances.models import CatalogueUpload, Observance
from tests.observances.catalogues import ANNOUNCED, DAY, csv_of

As = Callable[[str], FlaskClient]
Catalogue = dict[str, Observance]
NEW = DAY | {"slug": "peace-day", "name": "Peace Day", "topics": "peace"}
RENAMED = ANNOUNCED | {"name": "Safer Internet Day (SID)"}


def send(client: FlaskClient, content: bytes):
    answer = client.post("/observances/import", data={"file": (io.BytesIO(content), "catalogue.csv")})
    # A large body waits in a temporary file of the test client's own.
    answer.request.environ["wsgi.input"].close()
    return answer


def test_a_file_is_checked_shown_and_then_imported(as_: As, store: AppSession, catalogue: Catalogue):
    coordinator = as_("coordinator")

    sent = send(coordinator, csv_of(DAY, RENAMED, NEW))
    assert sent.status_code == 303
    page = coordinator.get(sent.location).text
    assert "Nothing has been changed yet" in page
    for text in ("peace-day", "is added", "Safer Internet Day (SID)", "changes"):
        assert text in page
    assert names(store) == {"World Day against Trafficking", "Safer Internet Day", "Labour Day"}

    done = coordinator.post(sent.location, follow_redirects=True)
    assert "1 added, 1 changed" in done.text
    assert names(store) == {"World Day against Trafficking", "Safer Internet Day (SID)", "Labour Day", "Peace Day"}


def test_importing_twice_is_once(as_: As, store: AppSession, catalogue: Catalogue):
    coordinator = as_("coordinator")
    place = send(coordinator, csv_of(NEW)).location
    coordinator.post(place)

    again = coordinator.post(place, follow_redirects=True)

    assert "This file has already been imported" in again.text
    assert store.scalars(select(CatalogueUpload.content)).all() == [b""]
    assert coordinator.get(place).status_code == 302


def test_rows_that_move_days_set_by_hand_are_marked(as_: As, catalogue: Catalogue):
    summit = {"first_day": "2027-07-29", "reason": "Summit", "revision": "1"}
    as_("editor").post(f"/observances/{DAY['slug']}/2027/dates", data=summit)
    coordinator = as_("coordinator")
    sent = send(coordinator, csv_of(DAY | {"rrule": "FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=2"}))
    assert "keeps its own date" in coordinator.get(sent.location).text

    done = coordinator.post(sent.location, follow_redirects=True)

    assert "1 date that was set by hand stays" in done.text
    page = as_("editor").get(f"/observances/{DAY['slug']}").text
    assert "The rule has changed since this date was set by hand" in page
    as_("editor").post(f"/observances/{DAY['slug']}/2027/keep-days")
    assert "The rule has changed since" not in as_("editor").get(f"/observances/{DAY['slug']}").text


@pytest.mark.parametrize(
    ("content", "status", "messages"),
    [
        (csv_of(DAY, NEW | {"country": "Peru"}), 422, (">3<", ">country<", "Peru")),
        (csv_of(DAY | {"rrule": "FREQ=WEEKLY;BYDAY=MO"}), 422, (">2<", ">rrule<", "not WEEKLY")),
        (csv_of(DAY).decode().encode("utf-16"), 422, ("not in UTF-8",)),
        (csv_of(DAY | {"name": "Dia del niño"}).decode().encode("latin-1"), 422, (">2<", "not in UTF-8")),
        (b"", 422, ("The file is empty",)),
        (b"slug,name\na,b\n", 422, ("This column is missing", ">rrule<")),
        (b"\x00" * 100, 422, ("problem",)),
        (csv_of(DAY) + b"x" * MAX_FILE_BYTES, 413, ("larger than 2 MB",)),
    ],
    ids=["bad-cell", "bad-rule", "utf-16", "latin-1", "empty", "columns", "nul", "large"],
)
def test_what_is_wrong_is_named_and_nothing_is_imported(
    as_: As, store: AppSession, catalogue: Catalogue, content: bytes, status: int, messages: tuple[str, ...]
):
    before = names(store)

    answer = send(as_("coordinator"), content)

    assert answer.status_code == status
    assert [text for text in messages if text not in answer.text] == []
    assert names(store) == before
    assert store.scalar(select(func.count()).select_from(CatalogueUpload)) == 0


def test_no_file_is_shown_beside_the_field(as_: As, catalogue: Catalogue):
    answer = as_("coordinator").post("/observances/import", data={})

    assert answer.status_code == 422
    assert "Choose a file." in answer.text


def test_what_stands_in_a_bad_file_is_escaped(as_: As, catalogue: Catalogue):
    answer = send(as_("coordinator"), csv_of(DAY | {"scope": "<script>alert(1)</script>"}))

    assert "<script>alert" not in answer.text


def names(store: AppSession) -> set[str]:
    found = set(store.scalars(select(Observance.name)))
    store.commit()
    return found
