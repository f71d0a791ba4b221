"""The files of pictures: who may have them, how they are served, and what happens when one is missing."""

import os
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from scheduler.content.models import ItemOpening
from scheduler.content.picture_models import PictureCopy
from tests.content.stage import NOW, SECRECY
from tests.content.web.gallery import Gallery
from tests.content.web.house import VISITOR, House
from tests.fakes import FakeClock
from tests.pictures import samples


@pytest.fixture
def secret(house: House, clock: FakeClock) -> Gallery:
    """Pictures of an item under embargo, which the editors of Lantern Bay alone may read."""
    clock.moment = NOW
    return Gallery(house, house.make(lambda stage: stage.item(secrecy=SECRECY)))


def openings(house: House) -> dict[int, int]:
    session = house.stage.session
    found = {row.person_id: row.times for row in session.scalars(select(ItemOpening))}
    session.commit()
    return found


def test_under_embargo_files_are_for_those_who_may_read_the_text(secret: Gallery, tick: Callable[[], None]) -> None:
    path = secret.added()
    tick()
    for rest in ("", "/file", "/thumbnail"):
        statuses = secret.house.statuses(f"{path}{rest}")
        assert {who for who, status in statuses.items() if status == 200} == {"owner", "lead", "editor"}
        assert {statuses[who] for who in ("far_lead", "coordinator", "port_lead", "member")} <= {403, 404}
        assert statuses[VISITOR] == 302


def test_whoever_sees_a_picture_under_embargo_is_on_record(secret: Gallery, tick: Callable[[], None]) -> None:
    path = secret.added()
    tick()
    lead, owner = secret.house.stage.id("lead"), secret.house.stage.id("owner")
    for _ in range(3):
        secret.house.get("lead", f"{path}/thumbnail")
    secret.house.get("owner", f"{path}/file")

    found = openings(secret.house)
    # Once for all small pictures of a page, which is on record itself.
    assert (found[lead], found[owner]) == (1, 1)


def test_files_are_served_so_that_nothing_runs_and_nobody_keeps_them(secret: Gallery, tick: Callable[[], None]) -> None:
    path = secret.added(name="Straße \u202e“x”.jpg")
    tick()
    for rest, kind, shown in (("file", "image/jpeg", "attachment"), ("thumbnail", "image/webp", "inline")):
        answer = secret.house.get("editor", f"{path}/{rest}")
        headers = answer.headers
        assert headers["Content-Type"] == kind
        assert headers["Content-Disposition"].startswith(f"{shown}; filename=")
        assert "\u202e" not in headers["Content-Disposition"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "private, no-store"
        assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
        assert Image.open(BytesIO(answer.data)).size == (64, 48)


def test_until_there_is_a_small_picture_a_box_stands_there(secret: Gallery, tick: Callable[[], None]) -> None:
    path = secret.added()
    assert "Preview is being made" in secret.house.get("editor", secret.path).text
    assert secret.house.get("editor", f"{path}/thumbnail").status_code == 404

    tick()

    page = secret.house.get("editor", secret.path).text
    assert f'src="{path}/thumbnail" alt="A girl reads"' in page
    assert "Preview is being made" not in page


def test_a_picture_that_cannot_be_made_small_holds_up_no_other(
    secret: Gallery, tick: Callable[[], None], clock: FakeClock
) -> None:
    secret.added()
    secret.added(samples.png(), name="two.png")
    broken = next(row for row in secret.stored() if row.media_type == "image/jpeg").sha256
    file = secret.store.folder / broken[:2] / broken
    kept = file.read_bytes()
    file.write_bytes(b"damaged")

    tick()
    by_kind = {row.media_type: row.thumbnail_sha256 for row in secret.stored()}
    assert by_kind["image/jpeg"] is None
    assert by_kind["image/png"] is not None

    file.write_bytes(kept)
    tick()
    assert next(row for row in secret.stored() if row.sha256 == broken).thumbnail_sha256 is None
    clock.advance(timedelta(minutes=11))
    tick()
    assert next(row for row in secret.stored() if row.sha256 == broken).thumbnail_sha256 is not None


def test_after_five_tries_a_small_picture_is_given_up(
    secret: Gallery, tick: Callable[[], None], clock: FakeClock
) -> None:
    secret.added()
    (stored,) = secret.stored()
    secret.store.remove(stored.sha256)
    for _ in range(7):
        tick()
        clock.advance(timedelta(days=1))
    (stored,) = secret.stored()
    assert (stored.thumbnail_tries, stored.thumbnail_due_at) == (5, None)


def test_a_missing_or_damaged_file_is_said_and_counts_as_no_copy(secret: Gallery, tick: Callable[[], None]) -> None:
    path = secret.added(name="lost.jpg")
    (stored,) = secret.stored()
    file = secret.store.folder / stored.sha256[:2] / stored.sha256
    for damage in (lambda: file.write_bytes(b"other"), file.unlink):
        damage()
        answer = secret.house.get("editor", f"{path}/file")
        assert answer.status_code == 404
        assert "The file of this picture is missing" in answer.text
        assert "lost.jpg" in answer.text
    assert secret.house.get("editor", secret.path).status_code == 200
    session = secret.house.stage.session
    assert session.scalars(select(PictureCopy)).all() == []
    session.commit()


def test_what_no_row_needs_is_swept_after_a_day(secret: Gallery, tick: Callable[[], None], clock: FakeClock) -> None:
    secret.added()
    stray = secret.store.keep(b"without a row")
    gone = secret.added(samples.png())
    secret.house.post("editor", f"{gone}/withdraw-consent", reason="She asked")
    withdrawn = next(row for row in secret.stored() if row.consent_withdrawn_at is not None).sha256
    (kept,) = (row.sha256 for row in secret.stored() if row.consent_withdrawn_at is None)
    for file in secret.store.folder.rglob("*"):
        os.utime(file, (NOW.timestamp(), NOW.timestamp()))

    tick()
    assert {stray, withdrawn, kept} <= set(secret.store.names())
    clock.advance(timedelta(days=1, seconds=1))
    tick()

    names = set(secret.store.names())
    assert kept in names
    assert not names & {stray, withdrawn}
