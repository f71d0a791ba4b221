"""Forms to ask for sign-offs and to answer."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, ValidationError

from scheduler.content.models import Answer
from scheduler.content.services.signoffs import Asking, SignOffDraft
from scheduler.web.fields import ChecksField, DayField, ProseField, RadiosField
from scheduler.web.forms import TokenForm

MAX_COMMENT_CHARS = 2000
ANSWERS = ((Answer.YES, _l("Yes")), (Answer.NO, _l("No")))


class AskForm(TokenForm):
    """Whose yes is wanted, and until when."""

    signatories = ChecksField(_l("Other signatories"), coerce=int)
    due_on = DayField(_l("Due by"), required=True)

    def __init__(
        self, organisations: Sequence[tuple[int, str]], publish_on: date | None, today: date, *args: Any, **kwargs: Any
    ) -> None:
        """Make the form; an answer after the day on which it comes out, or before today, helps nobody."""
        super().__init__(*args, **kwargs)
        self.signatories.choices = list(organisations)
        self.publish_on, self.today = publish_on, today

    def validate_due_on(self, field: Field) -> None:
        if field.data is None:
            return
        if field.data < self.today:
            raise ValidationError(_("This date has passed: choose today or a later date."))
        if self.publish_on is not None and field.data > self.publish_on:
            raise ValidationError(_("This is after the publish date."))

    def asking(self) -> Asking:
        """Return what was typed, after it has been validated."""
        if self.due_on.data is None:
            raise ValueError("the form has not been validated")
        return Asking(frozenset(self.signatories.data or ()), self.due_on.data)


class DecisionForm(TokenForm):
    """A yes or no, with a comment that a no needs; two buttons send it."""

    NOTHING_CHOSEN = _l("Choose whether to sign off or to request changes.")
    COMMENT_MISSING = _l("Say what needs to change.")

    answer = RadiosField(_l("Your response"), choices=ANSWERS, validate_choice=False)
    comment = ProseField(_l("Comment"), max_chars=MAX_COMMENT_CHARS)

    def validate_answer(self, field: Field) -> None:
        if field.data not in set(Answer):
            raise ValidationError(str(self.NOTHING_CHOSEN))

    def validate_comment(self, field: Field) -> None:
        if self.answer.data == Answer.NO and not field.data:
            raise ValidationError(str(self.COMMENT_MISSING))


class AnswerForm(DecisionForm):
    """An organisation's answer to the text that was read."""

    text_hash = HiddenField()

    def draft(self, organisation_id: int) -> SignOffDraft:
        """Return the answer for an organisation, after it has been validated."""
        is_yes = self.answer.data == Answer.YES
        # PostgreSQL refuses to look for NUL; no hash has one.
        shown = (self.text_hash.data or "").replace("\x00", "")
        return SignOffDraft(organisation_id, is_yes, shown, self.comment.data)
