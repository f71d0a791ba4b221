"""Lets a request try a password or ask for a new one only while there is room for another try."""

from math import ceil
from typing import NoReturn

from flask import abort, make_response, render_template, request

from scheduler.accounts.domain.addresses import fingerprint, network_of
from scheduler.accounts.domain.errors import TooManyTriesError
from scheduler.accounts.models import Purpose
from scheduler.accounts.services.lockout import Origin, check_room, clear_tries, open_try
from scheduler.accounts.services.log_in_records import note_refused
from scheduler.web.context import now, session, settings


def count_try(email: str, purpose: Purpose) -> None:
    """Put a try on record before it is made; answer 429 instead when there have been too many.

    Commits: the count has to stay when the try fails, and others have to see it while a password is checked.
    """
    origin = Origin(fingerprint(email, settings().secret_key), network_of(request.remote_addr))
    try:
        open_try(session(), origin, purpose, now())
        session().commit()
        check_room(session(), origin, purpose, now())
    except TooManyTriesError as error:
        session().rollback()
        note_refused(session(), email, purpose, now())
        session().commit()
        _refuse(error)


def forgive_tries(email: str) -> None:
    """Forget the failures of an address after a success; the caller commits."""
    clear_tries(session(), fingerprint(email, settings().secret_key))


def _refuse(error: TooManyTriesError) -> NoReturn:
    wait_seconds = max(1, ceil((error.opens_again_at - now()).total_seconds()))
    page = render_template(
        "accounts/too_many_tries.html", opens_again_at=error.opens_again_at, wait_minutes=ceil(wait_seconds / 60)
    )
    response = make_response(page, 429)
    response.headers["Retry-After"] = str(wait_seconds)
    response.headers["Cache-Control"] = "no-store"
    abort(response)
