"""Fields that only content asks for: a day whose time may still be open, hashtags, the tag of a language."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from typing_extensions import override
from wtforms import Field, Form
from wtforms.validators import StopValidation

from scheduler.agenda.services.entry_drafts import AllDay, Timed, When
from scheduler.content.domain.hashtags import (
    MAX_TAG_CHARS,
    MAX_TAGS,
    HashtagProblem,
    HashtagProblemCode,
    parse_hashtags,
)
from scheduler.content.domain.kinds import MAX_CHARS
from scheduler.content.domain.kinds import Field as WordField
from scheduler.content.domain.video_length import as_length, seconds_of
from scheduler.dates.timezones import resolve_local_time
from scheduler.web.fields import LineField, ProseField, Validator, parse_day
from scheduler.web.local_time import LocalMoment, LocalTimeField

LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class OpenTimeField(LocalTimeField):
    """A day, and a time with its zone if that is known: a `LocalMoment`, a `date`, or None."""

    data: Any

    def __init__(self, label: str | None = None, validators: Sequence[Validator] = (), **kwargs: Any) -> None:
        """Make the field; give it a validator if the day is needed."""
        super().__init__(label, validators, **kwargs)
        # The form's macros know this kind of field by that name.
        self.type = "LocalTimeField"

    @override
    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(formdata, data, extra_filters)
        was_sent = formdata is not None and f"{self.name}-day" in formdata
        if not was_sent and isinstance(data, date) and not isinstance(data, datetime):
            self.typed["day"], self.data = data.isoformat(), data

    @override
    def _read(self) -> Any:
        if self.typed["time"] or not self.typed["day"]:
            return super()._read()
        return self._part("day", parse_day)

    def when(self) -> When | None:
        """Return what was typed as the agenda says it."""
        if isinstance(self.data, LocalMoment):
            return timed(self.data)
        return AllDay(self.data, self.data) if isinstance(self.data, date) else None


class HashtagsField(LineField):
    """Hashtags as people type them; `tags` holds those that were read."""

    def __init__(self, label: str | None = None, validators: Sequence[Validator] = (), **kwargs: Any) -> None:
        """Make the field."""
        super().__init__(label, validators, max_chars=MAX_CHARS[WordField.HASHTAGS], **kwargs)

    @property
    def tags(self) -> tuple[str, ...]:
        """Return the good hashtags, without their sign."""
        return parse_hashtags(self.data or "").tags

    @override
    def pre_validate(self, form: Form) -> None:
        super().pre_validate(form)
        problems = parse_hashtags(self.data or "").problems
        if problems:
            raise StopValidation(" ".join(_hashtag_message(problem) for problem in problems))


class LanguageField(LineField):
    """The tag of a language, such as `fr` or `pt-BR`; `""` when the text is for any."""

    def __init__(self, label: str | None = None, validators: Sequence[Validator] = (), **kwargs: Any) -> None:
        """Make the field."""
        super().__init__(label, validators, max_chars=35, **kwargs)

    @override
    def normalise(self, text: str) -> str:
        parts = super().normalise(text).replace("_", "-").split("-")
        return "-".join([parts[0].lower(), *(part.upper() if len(part) == 2 else part for part in parts[1:])])

    @override
    def pre_validate(self, form: Form) -> None:
        super().pre_validate(form)
        if self.data and not LANGUAGE_TAG.fullmatch(self.data):
            raise StopValidation(_("Enter a language code, for example fr, es or pt-BR."))


class BodyField(ProseField):
    """The body of an item, or a text that takes its place."""

    def __init__(self, label: str | None = None, validators: Sequence[Validator] = (), **kwargs: Any) -> None:
        """Make the field."""
        super().__init__(label, validators, max_chars=MAX_CHARS[WordField.BODY], **kwargs)
        # The form's macros know this kind of field by that name.
        self.type = "ProseField"


class LengthField(LineField):
    """How long a video is, such as `1:30`; `""` when nobody knows yet."""

    def __init__(self, label: str | None = None, validators: Sequence[Validator] = (), **kwargs: Any) -> None:
        """Make the field."""
        super().__init__(label, validators, max_chars=MAX_CHARS[WordField.LENGTH], **kwargs)

    @override
    def normalise(self, text: str) -> str:
        typed = super().normalise(text)
        seconds = seconds_of(typed)
        return typed if seconds is None else as_length(seconds)

    @override
    def pre_validate(self, form: Form) -> None:
        super().pre_validate(form)
        if self.data and not seconds_of(self.data):
            raise StopValidation(_("Enter minutes and seconds, for example 1:30."))


def timed(moment: LocalMoment) -> Timed:
    """Return a moment as the agenda says it."""
    return Timed(moment.local, moment.zone, at=moment.instant)


def moment_of(when: Timed) -> LocalMoment | None:
    """Return a saved time as a form shows it, with the reading that was chosen where clocks change."""
    if when.at is None:
        return None
    options = resolve_local_time(when.local_start, when.zone).options
    choice = next((option.choice for option in options if option.instant_utc == when.at), None)
    return LocalMoment(when.local_start, when.zone, choice, when.at)


def shown(when: When | None) -> LocalMoment | date | None:
    """Return when something is to come out as the field shows it."""
    if isinstance(when, Timed):
        return moment_of(when)
    return when.first_day if when else None


def needs_day(_form: Form, field: Field) -> None:
    """Refuse a time without its day, and neither."""
    if field.data is None and not field.errors:
        raise StopValidation(_("Choose a publish date. A guess will do: you can move it later."))


def _hashtag_message(problem: HashtagProblem) -> str:
    match problem.code:
        case HashtagProblemCode.INVALID_CHARACTERS:
            return _(
                "“%(tag)s” contains a character that hashtags cannot have: use letters, digits and _.", tag=problem.tag
            )
        case HashtagProblemCode.NO_LETTER:
            return _("“%(tag)s” needs a letter: networks do not link hashtags made of digits only.", tag=problem.tag)
        case HashtagProblemCode.TOO_LONG:
            return _("“%(tag)s” is longer than %(limit)s characters.", tag=problem.tag, limit=MAX_TAG_CHARS)
        case HashtagProblemCode.TOO_MANY:
            return _(
                "More than %(limit)s hashtags: remove some, starting from “%(tag)s”.",
                limit=MAX_TAGS,
                tag=problem.tag,
            )
