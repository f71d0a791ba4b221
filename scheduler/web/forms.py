"""The base of every form: protection against forgery, double submits and stale edits."""

import re
import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from typing_extensions import override
from wtforms import Field, HiddenField
from wtforms.widgets import HiddenInput

from scheduler.web.fields import ChoiceField, ZoneField
from scheduler.web.local_time import LocalMoment, LocalTimeField
from scheduler.web.template_filters import clock, day_short
from scheduler.web.translations import language_choices

LAST_REVISION = 2**31 - 1
FORM_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Unnamed(HiddenInput):
    """A hidden input without an id: every form on a page has one, and nothing refers to it."""

    @override
    def __call__(self, field: Field, **kwargs: Any) -> Any:
        return super().__call__(field, **({"id": False} | kwargs))


class FormIdField(HiddenField):
    """Names one filling-in of a form, so that sending it twice does its work once."""

    widget = Unnamed()

    @override
    def process_data(self, value: Any) -> None:
        # Never the object's own: that one was used up when it was made.
        self.data = str(uuid.uuid4())

    @override
    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and FORM_ID.fullmatch(valuelist[0]):
            self.data = valuelist[0]


class RevisionField(Field):
    """The revision that the page was made from; None for something new."""

    widget = Unnamed()

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

    # Without a label, WTForms would read a catalogue at each request to make one of the name.
    form_id = FormIdField("")
    revision = RevisionField("")

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


class LanguageForm(TokenForm):
    """Asks for one of the languages that can be chosen, at first that of the page."""

    language = ChoiceField(_l("Language"), default=lambda: str(get_locale()))

    def __init__(self, **kwargs: Any) -> None:
        """Make the form; it asks for no language where there is one only."""
        super().__init__(**kwargs)
        if len(choices := language_choices()) > 1:
            self.language.choices = choices
        else:
            del self.language


StaleRows = list[tuple[str, str, str]]
"""Label, what was typed and what is saved, of each field that somebody else has changed."""


def compare(form: TokenForm, saved: Mapping[str, str], revision: int) -> StaleRows:
    """Return what differs after a save that came too late; sending the form once more will then save it."""
    form.revision.data = revision
    typed = {name: str(form[name].data or "") for name in saved}
    return [(str(form[name].label.text), typed[name], text) for name, text in saved.items() if typed[name] != text]


def differing(form: TokenForm, saved: Mapping[str, Any]) -> StaleRows:
    """Return label, what was typed and what is saved, of those fields of `saved` that differ."""
    fields = [form[name] for name in saved if name in form and name != "revision"]
    texts = [(field, _shown(field, field.data), _shown(field, saved[field.name])) for field in fields]
    return [(str(field.label.text), yours, theirs) for field, yours, theirs in texts if yours != theirs]


def _shown(field: Field, value: Any) -> str:
    """Return a value as its choices call it, or as people write a day or a moment."""
    if isinstance(value, LocalMoment):
        return f"{day_short(value.local)}, {clock(value.local)} ({value.zone})"
    if isinstance(value, date):
        return day_short(value)
    if not hasattr(field, "iter_choices"):
        return str(value or "–")
    labels = {str(choice.value): str(choice.label) for choice in field.iter_choices()}
    chosen = value if isinstance(value, list) else [value]
    return ", ".join(labels[str(one)] for one in chosen if str(one) in labels) or "–"
