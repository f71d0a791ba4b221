"""The form that applies a plan: which lines, and what the page showed."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, ValidationError

from scheduler.playbooks.domain.planning import PlannedLine, fingerprint
from scheduler.playbooks.domain.slots import Plan
from scheduler.playbooks.services.apply import Application
from scheduler.web.fields import ChecksField
from scheduler.web.forms import TokenForm


class ApplyForm(TokenForm):
    """The lines that are to be made, by key; `shown` is the fingerprint of all that the page showed."""

    # Which lines there are is looked at with what the page showed.
    line = ChecksField(_l("Tasks and content"), validate_choice=False)
    shown = HiddenField()

    def offer(self, lines: Sequence[PlannedLine]) -> "ApplyForm":
        """Set what can be ticked, all that stands in nobody's way ticked at first; return the form itself."""
        self.line.choices = [(line.key, line.title) for line in lines if not line.is_blocked]
        self.current = fingerprint(lines)
        if not self.is_submitted():
            self.line.data = [line.key for line in lines if line.is_ticked]
            self.shown.data = fingerprint(lines)
        return self

    def show_again(self, lines: Sequence[PlannedLine]) -> None:
        """Take what holds now for shown; what was ticked stays ticked if it can still be."""
        keys = {line.key for line in lines if not line.is_blocked}
        self.line.choices = [(line.key, line.title) for line in lines if line.key in keys]
        self.line.data = [key for key in self.line.data or () if key in keys]
        self.shown.data = fingerprint(lines)

    def validate_line(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Tick at least one."))
        known = {key for key, _title in self.line.choices}
        # What the page showed may be gone by now, which is said otherwise.
        if self.shown.data == self.current and not known.issuperset(field.data):
            raise ValidationError(_("One of your choices is no longer available. Check the list again."))

    def application(self, plan: Plan, language: str) -> Application:
        """Return the plan as it is to be applied; holidays were named in that language."""
        ticked, shown = frozenset(self.line.data or ()), str(self.shown.data or "")
        form_id = str(self.form_id.data)
        return Application(plan=plan, ticked=ticked, fingerprint=shown, form_id=form_id, language=language)
