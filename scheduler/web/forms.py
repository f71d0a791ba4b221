"""The base of every form: protection against forgery, double submits and stale edits."""

import re
import uuid
from typing import Any

from flask import session
from flask_wtf import FlaskForm
from typing_extensions import override
from wtforms import Field, HiddenField
from wtforms.widgets import HiddenInput

from scheduler.web.fields import ZoneField
from scheduler.web.local_time import LocalTimeField

LAST_REVISION = 2**31 - 1
FORM_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class FormIdField(HiddenField):
    """Names one filling-in of a form by one person, so that sending it twice does its work once.

    A page holds what was drawn for it; `data` is made from that and from who sends it, so that somebody else's form,
    sent by whomever, leads to nothing that was made with it.
    """

    drawn: str

    @override
    def process_data(self, value: Any) -> None:
        # Never the object's own: that one was used up when it was made.
        self._draw(str(uuid.uuid4()))

    @override
    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and FORM_ID.fullmatch(valuelist[0]):
            self._draw(valuelist[0])

    def _draw(self, drawn: str) -> None:
        self.drawn = drawn
        self.data = str(uuid.uuid5(uuid.UUID(drawn), str(session.get("_user_id", ""))))

    @override
    def _value(self) -> str:
        return self.drawn


class RevisionField(Field):
    """The revision that the page was made from; None for something new."""

    widget = HiddenInput()

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)

    @override
    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        text = valuelist[0]
        known = text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= LAST_REVISION
        self.data = int(text) if known else None


class TokenForm(FlaskForm):
    """A form with a CSRF token, a one-time `form_id` and the `revision` that it was made from."""

    form_id = FormIdField()
    revision = RevisionField()

    def __init__(self, *args: Any, zone: str = "", **kwargs: Any) -> None:
        """Make the form; `zone` (IANA name) is suggested wherever a zone is asked for and none is given."""
        super().__init__(*args, **kwargs)
        if zone and not self.is_submitted():
            self._suggest_zone(zone)

    def _suggest_zone(self, zone: str) -> None:
        for field in self:
            if isinstance(field, LocalTimeField):
                field.fill_zone(zone)
            elif isinstance(field, ZoneField) and not field.data:
                field.data = zone
