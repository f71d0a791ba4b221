"""Lets a request try a password or ask for a new one only while there is room for another try."""

from math import ceil
from typing import NoReturn

from flask import abort, make_response, render_template, request

from scheduler.accounts.access import current_person
from scheduler.accounts.domain.addresses import fingerprint
from scheduler.accounts.domain.errors import TooManyTriesError
from scheduler.accounts.domain.lockout import Purpose
from scheduler.accounts.domain.networks import network_of
from scheduler.accounts.known_devices import device_of
from scheduler.accounts.log_ins import current_log_in
from scheduler.accounts.services.lockout import Origin, clear_tries, reserve_try
from scheduler.accounts.services.log_in_records import note_refused
from scheduler.web.request import now, session, settings


def count_try(email: str, purpose: Purpose) -> None:
    """Put a try on record before it is made; answer 429 instead when there have been too many.

    The caller commits before it makes the try: the count has to stay when that fails.
    """
    try:
        reserve_try(session(), _origin(email), purpose, now())
    except TooManyTriesError as error:
        session().rollback()
        note_refused(session(), email, purpose, now())
        session().commit()
        _refuse(error, purpose)


def reset_attempts(email: str) -> None:
    """Forget the failures of an address from where it has succeeded now; the caller commits."""
    clear_tries(session(), _origin(email))


def _origin(email: str) -> Origin:
    address = fingerprint(email, settings().secret_key)
    device = device_of(email) or _own_log_in(email)
    if device is not None:
        return Origin(address, f"device:{device}", is_known=True)
    return Origin(address, network_of(request.remote_addr))


def _own_log_in(email: str) -> str | None:
    """Return a name of the log-in that this request belongs to, if it is of this address."""
    person, own = current_person(), current_log_in()
    return f"log-in-{own.log_in_id}" if person is not None and own is not None and person.email == email else None


def _refuse(error: TooManyTriesError, purpose: Purpose) -> NoReturn:
    wait_seconds = max(1, ceil((error.opens_again_at - now()).total_seconds()))
    page = render_template(
        "accounts/too_many_tries.html",
        opens_again_at=error.opens_again_at,
        wait_minutes=ceil(wait_seconds / 60),
        asked_for_link=purpose is Purpose.RECOVERY,
    )
    response = make_response(page, 429)
    response.headers["Retry-After"] = str(wait_seconds)
    response.headers["Cache-Control"] = "no-store"
    abort(response)
