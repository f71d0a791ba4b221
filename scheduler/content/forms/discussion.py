"""Forms to ask for a review, to give one, and to comment."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, ValidationError

from scheduler.content.forms.signoffs import MAX_COMMENT_CHARS, DecisionForm
from scheduler.content.models import Answer
from scheduler.content.services.reviews import Advice, ReviewDraft
from scheduler.web.fields import ChecksField, DayField, ProseField, needed
from scheduler.web.forms import TokenForm

MAX_NOTE_CHARS = 1000


class ReviewForm(TokenForm):
    """Whose advice is wanted, on what and until when."""

    reviewers = ChecksField(_l("Reviewers"), [needed(_l("Choose at least one person."))], coerce=int)
    note = ProseField(_l("What should they look at?"), max_chars=MAX_NOTE_CHARS)
    due_on = DayField(_l("Due by"))

    def __init__(self, readers: Mapping[int, str], today: date, *args: Any, **kwargs: Any) -> None:
        """Make the form; only people who may read the text can be asked."""
        super().__init__(*args, **kwargs)
        self.reviewers.choices = list(readers.items())
        self.today = today

    def validate_due_on(self, field: Field) -> None:
        if field.data is not None and field.data < self.today:
            raise ValidationError(_("This date has passed: choose today or a later date."))

    def draft(self) -> ReviewDraft:
        """Return what was typed, after it has been validated."""
        return ReviewDraft(frozenset(self.reviewers.data), self.note.data, self.due_on.data)


class AdviceForm(DecisionForm):
    """A reviewer's opinion of a version."""

    NOTHING_CHOSEN = _l("Choose whether it looks good or to suggest changes.")
    COMMENT_MISSING = _l("Say what should change.")

    version = HiddenField()

    def advice(self, current_version: int) -> Advice:
        """Return what was typed, after it has been validated; without a readable version it is about the current."""
        text = self.version.data or ""
        known = text.isascii() and text.isdigit() and len(text) < 7
        version = min(int(text), current_version) if known else current_version
        return Advice(is_yes=self.answer.data == Answer.YES, version_number=version, comment=self.comment.data)


class CommentForm(TokenForm):
    """Something to say beside an item."""

    body = ProseField(_l("Comment"), max_chars=MAX_COMMENT_CHARS, required=True)
