"""What the coordinator of a new coalition does next, until each of it is done once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from scheduler.accounts.models import Coalition
from scheduler.accounts.reading import is_alone
from scheduler.campaigns.queries.campaigns import has_campaigns
from scheduler.db import AppSession
from scheduler.observances.queries.observances import has_registered
from scheduler.pages.month import Reader

FRESH_FOR = timedelta(days=60)
"""How long after its set-up a coalition is asked what it lacks; later nobody needs to be led."""


@dataclass(frozen=True, slots=True)
class FirstStep:
    """Something that is not done yet: what, what for, and where."""

    label: str
    why: str
    path: str


def first_steps(session: AppSession, reader: Reader, known: Coalition | None) -> tuple[FirstStep, ...]:
    """Return what a coordinator has still to do for a coalition that was set up lately; nothing for anybody else."""
    if not reader.viewer.is_coordinator or known is None or known.set_up_at is None:
        return ()
    return tuple(_missing(session, reader)) if reader.now < known.set_up_at + FRESH_FOR else ()


def _missing(session: AppSession, reader: Reader) -> Iterator[FirstStep]:
    alone, registered, planned = session.execute(
        select(is_alone(), has_registered(), has_campaigns(reader.viewer))
    ).one()
    if alone:
        yield FirstStep(_("Invite people"), _("Each joins an organisation."), url_for("people.invite"))
    if not registered:
        yield FirstStep(
            _("Register observances"),
            _("Their dates enter the calendar, feeds and reminders."),
            url_for("observance_catalogue.index"),
        )
    if not planned:
        yield FirstStep(
            _("Plan a campaign"),
            _("Tasks and content around an observance, with a playbook."),
            url_for("campaigns.new"),
        )
