"""Judges, hashes and checks passwords, the way Flask-Security asks for it."""

from collections.abc import Iterable
from typing import Any, cast

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_security import PasswordUtil, hash_password
from typing_extensions import override

from scheduler.accounts.domain.passwords import MAX_CHARS, MIN_CHARS, Weakness, weakness_of
from scheduler.accounts.models import Person


class HousePasswords(PasswordUtil):
    """Refuses passwords that are easy to guess, in words that say what to do."""

    @override
    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[str] | None, str]:
        """Return what is wrong, if anything, and the password as it is hashed."""
        normalised = self.normalize(password)
        weakness = weakness_of(normalised, _known_words(kwargs))
        return ([describe(weakness)] if weakness else None), normalised


def judged_and_hashed(password: str, known: Iterable[str]) -> tuple[str | None, str]:
    """Return what is wrong with a new password, or its hash; `known` is what a guesser would try first."""
    normalised = cast("HousePasswords", current_app.extensions["security"].password_util).normalize(password)
    weakness = weakness_of(normalised, known)
    return (describe(weakness), "") if weakness else (None, str(hash_password(normalised)))


def describe(weakness: Weakness) -> str:
    """Say why a password is refused and what a good one is."""
    match weakness:
        case Weakness.TOO_SHORT:
            return ngettext(
                "Use at least %(num)s character.",
                "Use at least %(num)s characters: four unrelated words do.",
                MIN_CHARS,
            )
        case Weakness.TOO_LONG:
            return ngettext("Use at most %(num)s character.", "Use at most %(num)s characters.", MAX_CHARS)
        case Weakness.HIDDEN_CHARACTER:
            return _(
                "Remove the hidden character in it, like a tab or a line end: it cannot be typed at the next log-in."
            )
        case Weakness.EASY_TO_GUESS:
            return _(
                "This is easy to guess. Four or five words that have nothing to do with each other or with you are not."
            )


def _known_words(given: dict[str, Any]) -> list[str]:
    person = given.get("user")
    if isinstance(person, Person):
        return [person.name, person.email]
    return [value for value in given.values() if isinstance(value, str)]
