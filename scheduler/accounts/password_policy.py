"""Judges, hashes and checks passwords, the way Flask-Security asks for it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_security import PasswordUtil, hash_password
from sqlalchemy.orm import Session
from typing_extensions import override

from scheduler.accounts.domain.passwords import MAX_CHARS, MIN_CHARS, Reason, Weakness, weakness_of
from scheduler.accounts.models import Person
from scheduler.accounts.reading import coalition, names_of_own_organisations
from scheduler.normal_forms import stream_safe
from scheduler.web.request import session

NamesOfDays = Callable[[Session], Sequence[str]]

FAULTS = {
    Reason.LISTED: _l("It resembles a password on lists of stolen passwords. Those are tried first."),
    Reason.KNOWN_WORD: _l(
        "Too much of it is “%(word)s”. Such words and names are tried first, even with years and symbols added."
    ),
    Reason.DRESSED_UP: _l(
        "It is a short word with digits or symbols around it. Those are tried first, in every language."
    ),
    Reason.KEYBOARD: _l("Keys next to each other are easy to guess."),
    Reason.REPEATED: _l("Repeating something does not make it harder to guess."),
    Reason.IN_A_ROW: _l("Sequences like abc or 1234 are easy to guess."),
    Reason.DATE: _l("Dates and years are easy to guess."),
    Reason.EASY_TO_GUESS: _l("This is easy to guess."),
}
"""What makes a password easy to guess."""


class HousePasswords(PasswordUtil):
    """Refuses passwords that are easy to guess, in words that say what to do."""

    @override
    def normalize(self, password: str) -> str:
        return str(super().normalize(stream_safe(password)))

    @override
    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[str] | None, str]:
        """Return what is wrong, if anything, and the password as it is hashed."""
        normalised = self.normalize(password)
        weakness = weakness_of(password, [*_about(kwargs["user"]), *_about_the_coalition()])
        return ([describe(weakness)] if weakness else None), normalised


def judged_and_hashed(password: str, known: Iterable[str]) -> tuple[str | None, str]:
    """Return what is wrong with a new password, or its hash; `known` is what a guesser would try first."""
    weakness = weakness_of(password, [*known, *_about_the_coalition()])
    if weakness is not None:
        return describe(weakness), ""
    normalised = cast("HousePasswords", current_app.extensions["security"].password_util).normalize(password)
    return None, str(hash_password(normalised))


def describe(weakness: Weakness) -> str:
    """Say why a password is refused and how to make a good one."""
    match weakness.reason:
        case Reason.TOO_SHORT:
            return ngettext(
                "Use at least %(num)s character. Four unrelated words are easy to remember.",
                "Use at least %(num)s characters. Four unrelated words are easy to remember.",
                MIN_CHARS,
            )
        case Reason.TOO_LONG:
            return ngettext("Use at most %(num)s character.", "Use at most %(num)s characters.", MAX_CHARS)
        case Reason.HIDDEN_CHARACTER:
            return _(
                "Remove the hidden character, such as a tab or a line break: you could not type it at the next log-in."
            )
    advice = _("Choose four or five unrelated words that have nothing to do with you.")
    return f"{FAULTS[weakness.reason] % {'word': weakness.word}} {advice}"


def _about(person: Person) -> list[str]:
    return [person.name, person.email, *names_of_own_organisations(session(), person.id)]


def _about_the_coalition() -> list[str]:
    """Return the coalition's name and those of its days, the latter run together: their words are everybody's."""
    row = coalition(session())
    days = cast("NamesOfDays", current_app.extensions["scheduler.names_of_days"])
    own = [row.name] if row is not None else []
    return [*own, *("".join(filter(str.isalpha, name)) for name in days(session()))]
