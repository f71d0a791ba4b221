"""In which zones the readers of channels live: every member reads it, editors and leads of the organisation say it."""

import pytest
from flask import Flask
from sqlalchemy import select

from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.content.models import OrganisationChannelZone
from scheduler.db import AppSession
from tests.coalition import Town


def zones(store: AppSession) -> list[tuple[str, str]]:
    rows = store.scalars(select(OrganisationChannelZone).order_by(OrganisationChannelZone.channel)).all()
    store.commit()
    return [(row.channel, row.zone) for row in rows]


@pytest.fixture
def path(town: Town) -> str:
    return f"/organisations/{town.bay.id}/channels"


def test_editors_say_it_and_take_it_back(app: Flask, store: AppSession, town: Town, path: str) -> None:
    lead = town.client(app, "lead")
    assert lead.post(path, data={"facebook": "asia/tokyo", "revision": "1"}).status_code == 303
    assert zones(store) == [("facebook", "Asia/Tokyo")]
    assert 'value="Asia/Tokyo"' in lead.get(path).text
    assert lead.post(path, data={"facebook": "Asia/Tokyo", "revision": "1"}).status_code == 303
    assert lead.post(path, data={"x": "Europe/Paris", "facebook": "", "revision": "2"}).status_code == 303
    assert zones(store) == [("x", "Europe/Paris")]
    acts = store.scalars(select(AuditRow.act).where(AuditRow.act == AuditAct.ORGANISATION_CHANNELS_CHANGED)).all()
    store.commit()
    assert len(acts) == 2


def test_every_member_reads_it_and_nobody_else_changes_it(app: Flask, store: AppSession, town: Town, path: str) -> None:
    town.client(app, "lead").post(path, data={"facebook": "Asia/Tokyo", "revision": "1"})
    for who in ("member", "other_lead", "coordinator"):
        client = town.client(app, who)
        page = client.get(path).text
        assert "Asia/Tokyo" in page
        assert '<form method="post">' not in page.split("<main")[1].split("</main")[0]
        assert client.post(path, data={"facebook": "", "revision": "2"}).status_code == 403
    visitor = app.test_client()
    assert visitor.get(path).status_code == 302
    assert visitor.post(path, data={}).status_code == 302
    assert zones(store) == [("facebook", "Asia/Tokyo")]


@pytest.mark.parametrize(
    ("typed", "message"),
    [("Mars/Olympus", "time zone"), ("x" * 65, "too long"), ("EST", "time zone")],
)
def test_what_is_no_zone_is_refused_and_kept(
    app: Flask, store: AppSession, town: Town, path: str, typed: str, message: str
) -> None:
    answer = town.client(app, "lead").post(path, data={"bluesky": typed, "revision": "1"})

    assert answer.status_code == 422
    assert message in answer.text
    assert typed in answer.text
    assert zones(store) == []


def test_a_late_save_shows_what_was_saved_meanwhile(app: Flask, store: AppSession, town: Town, path: str) -> None:
    client = town.client(app, "lead")
    client.post(path, data={"bluesky": "Asia/Tokyo", "revision": "1"})
    late = client.post(path, data={"bluesky": "Asia/Manila", "revision": "1"})

    assert late.status_code == 409
    assert "Asia/Tokyo" in late.text
    assert zones(store) == [("bluesky", "Asia/Tokyo")]
