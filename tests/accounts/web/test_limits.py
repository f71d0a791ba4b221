"""What a page says when somebody has sent others as much as one may."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from scheduler.accounts.models import Invitation
from scheduler.db import AppSession
from tests.coalition import Town
from tests.fakes import FakeClock


def invite(app: Flask, town: Town, who: str, number: int):
    form = {"email": f"stranger{number}@elsewhere.example", "place": str(town.bay.id), "role": "member"}
    return town.client(app, who).post("/people/invite", data=form)


def invited(store: AppSession) -> int:
    found = store.scalar(select(func.count()).select_from(Invitation))
    store.commit()
    return found or 0


def test_strangers_are_not_invited_by_the_dozen(app: Flask, town: Town, store: AppSession, clock: FakeClock):
    answers = [invite(app, town, "lead", number) for number in range(25)]

    assert [answer.status_code for answer in answers] == [303] * 10 + [422] * 15
    assert invited(store) == 10
    assert "you can send 10 invitations an hour" in answers[-1].text
    assert "You can continue at 13:00 (UTC)." in answers[-1].text
    assert 'value="stranger24@elsewhere.example"' in answers[-1].text

    clock.advance(timedelta(hours=1))
    assert invite(app, town, "lead", 25).status_code == 303


def test_sending_again_says_so_as_well(app: Flask, town: Town, store: AppSession):
    for number in range(10):
        invite(app, town, "lead", number)
    invitation = store.scalars(select(Invitation)).first()
    assert invitation is not None
    # As if its mail had left, so that there is something to send again.
    invitation.sendings = 7
    store.commit()

    page = town.client(app, "lead").post(f"/people/invitations/{invitation.id}/send-again", follow_redirects=True)

    assert "Not sent: you can send 10 invitations an hour" in page.text


def test_coordinator_invites_more(app: Flask, town: Town):
    assert [invite(app, town, "coordinator", number).status_code for number in range(25)] == [303] * 25
