"""Forms of the checks: what each means in the coalition, and why one is overridden."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from scheduler.content.checks.registry import ALWAYS_MADE, CHECKS
from scheduler.guidance.models import Level
from scheduler.web.fields import ChoiceField, ProseField
from scheduler.web.forms import TokenForm

MAX_REASON_CHARS = 1000

LEVEL_LABELS = {
    Level.ADVICE: _l("Advice"),
    Level.REQUIRED: _l("Required before scheduling"),
    Level.OFF: _l("Off"),
}


class CheckRulesForm(TokenForm):
    """What every check means; made by `check_rules_form`, which adds a field for each."""

    def levels(self) -> dict[str, Level]:
        """Return what was chosen, by slug."""
        return {check.slug: Level(self[check.slug].data) for check in CHECKS}


def check_rules_form(levels: Mapping[str, Level], revision: int) -> CheckRulesForm:
    """Return the form, filled with what is set now."""
    fields = {check.slug: ChoiceField(check.label.render(_), choices=_choices(check.slug)) for check in CHECKS}
    made: Any = type("CheckRulesForm", (CheckRulesForm,), fields)
    shown = {check.slug: levels.get(check.slug, Level.ADVICE).value for check in CHECKS}
    form: CheckRulesForm = made(data={**shown, "revision": revision})
    return form


def _choices(slug: str) -> list[tuple[str, str]]:
    levels = (level for level in LEVEL_LABELS if level is not Level.OFF or slug not in ALWAYS_MADE)
    return [(level.value, str(LEVEL_LABELS[level])) for level in levels]


class OverrideForm(TokenForm):
    """Why copy may be scheduled with what a required check finds; `found` is the hash of what was seen."""

    found = HiddenField()
    reason = ProseField(_l("Reason"), max_chars=MAX_REASON_CHARS, required=True)
