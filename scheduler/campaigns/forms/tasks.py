"""Forms of tasks, one by one and many at once."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from typing_extensions import override
from wtforms import BooleanField, Field, ValidationError
from wtforms.validators import NumberRange, Optional

from scheduler.accounts.models import Organisation
from scheduler.campaigns.domain.days import MAX_OFFSET_DAYS
from scheduler.campaigns.models import Campaign, Task
from scheduler.campaigns.services.candidates import Candidate
from scheduler.campaigns.services.tasks import TaskDraft
from scheduler.web.fields import ChoiceField, DayField, LineField, ProseField, WholeNumberField
from scheduler.web.forms import TokenForm

DONE, SHIFT, ASSIGN, DELETE = "done", "shift", "assign", "delete"
MAX_DIGITS = 9


def _id_or_none(value: Any) -> int | None:
    return int(value) if value not in {None, "", "None"} else None


def _within_reach() -> NumberRange:
    text = _l("Enter a number from %(least)s to %(most)s.", least=-MAX_OFFSET_DAYS, most=MAX_OFFSET_DAYS)
    return NumberRange(-MAX_OFFSET_DAYS, MAX_OFFSET_DAYS, text)


class TaskForm(TokenForm):
    """Everything about a task; the quick line on the campaign's page sends title and day alone."""

    title = LineField(_l("Task"), max_chars=120, required=True)
    due_on = DayField(_l("Due date"))
    offset_days = WholeNumberField(
        _l("Days from the campaign's first day"),
        [Optional(), _within_reach()],
        description=_l("Minus 14 is two weeks before. The date follows once the campaign has one."),
    )
    fixed = BooleanField(_l("Fixed date (does not move with the campaign)"))
    assignee_id = ChoiceField(_l("Name"), coerce=_id_or_none)
    organisation_id = ChoiceField(_l("For"), coerce=_id_or_none)
    note = ProseField(_l("Note"), max_chars=2000)

    def for_campaign(
        self,
        campaign: Campaign,
        people: Iterable[Candidate],
        organisations: Iterable[Organisation],
        *,
        present: tuple[int, str] | None = None,
    ) -> "TaskForm":
        """Set what can be chosen; `present` is who has the task now, who stays a choice."""
        self.has_day = campaign.first_day is not None
        choices = {person.person_id: person.label for person in people}
        if present is not None:
            choices.setdefault(*present)
        self.assignee_id.choices = [("", _("Unassigned")), *((str(i), label) for i, label in choices.items())]
        whose = ("", _("Assignee's organisation"))
        self.organisation_id.choices = [whose, *((str(row.id), row.name) for row in organisations)]
        return self

    def validate_due_on(self, field: Field) -> None:
        if self.has_day and field.data is None and not field.errors:
            raise ValidationError(_("Enter the due date."))

    def validate_offset_days(self, field: Field) -> None:
        if field.data is not None and self.due_on.data is not None:
            raise ValidationError(_("Enter a date or a number of days, not both."))

    def draft(self) -> TaskDraft:
        """Return what was typed."""
        return TaskDraft(
            title=self.title.data,
            note=self.note.data,
            due_on=self.due_on.data,
            offset_days=None if self.has_day else self.offset_days.data,
            moves_along=not self.fixed.data,
            assignee_id=self.assignee_id.data,
            organisation_id=self.organisation_id.data,
        )

    @staticmethod
    def shown(task: Task, campaign: Campaign) -> dict[str, Any]:
        """Return what the fields show of a saved task."""
        return {
            "title": task.title,
            "note": task.note,
            "due_on": task.due_on,
            "offset_days": task.offset_days if campaign.first_day is None else None,
            "fixed": task.offset_days is None and task.due_on is not None and campaign.first_day is not None,
            "assignee_id": task.assignee_id,
            "organisation_id": task.organisation_id,
            "revision": task.revision,
        }


class BulkForm(FlaskForm):
    """What to do with the tasks that were picked."""

    act = ChoiceField(
        _l("Action"),
        choices=[
            (DONE, _l("Mark as done")),
            (SHIFT, _l("Shift dates by (days)")),
            (ASSIGN, _l("Assign to")),
            (DELETE, _l("Delete")),
        ],
    )
    days = WholeNumberField(
        _l("Days"), [Optional(), _within_reach()], description=_l("Use a minus to move to earlier dates.")
    )
    assignee_id = ChoiceField(_l("Assign to"), coerce=_id_or_none)

    def offer(self, people: Iterable[Candidate]) -> "BulkForm":
        """Set to whom tasks can be given."""
        choices = [(str(person.person_id), person.label) for person in people]
        self.assignee_id.choices = [("", _("No one")), *choices]
        return self

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        # An empty number ends its own checks, so it is looked at here.
        if self.act.data == SHIFT and not self.days.data and not self.days.errors:
            self.days.errors = [_("Enter the number of days, for example 3 or -3.")]
            return False
        return valid


def read_picked(values: Iterable[str]) -> dict[str, int]:
    """Return the revisions of the tasks picked on a page by their address, each sent as `address.revision`.

    What is no such pair is left out.
    """
    pairs = (value.partition(".") for value in values)
    return {address: int(revision) for address, _dot, revision in pairs if address and _is_number(revision)}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS


def differences(form: TaskForm, task: Task, campaign: Campaign) -> list[tuple[str, str, str]]:
    """Return label, what was typed and what is saved, of the fields that differ."""
    saved = TaskForm.shown(task, campaign)
    rows = []
    for name in ("title", "due_on", "assignee_id", "organisation_id", "note"):
        field = form[name]
        if field.data != saved[name]:
            labels = dict(getattr(field, "choices", ()))
            yours, theirs = (labels.get(str(value or ""), value) for value in (field.data, saved[name]))
            rows.append((str(field.label.text), str(yours or ""), str(theirs or "")))
    return rows
