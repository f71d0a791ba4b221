"""Forms to ask for a review, to give one, and to comment."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, ValidationError

from scheduler.content.domain.passages import PassageDraft
from scheduler.content.forms.signoffs import MAX_COMMENT_CHARS, DecisionForm
from scheduler.content.models import Answer
from scheduler.content.services.reviews import Advice, ReviewDraft
from scheduler.web.fields import ChecksField, ChoiceField, DayField, LineField, ProseField, RadiosField, needed
from scheduler.web.forms import TokenForm

MAX_NOTE_CHARS = 1000
MAX_PASSAGE_CHARS = 2000
MAX_DECLINE_CHARS = 300


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

    body = ProseField(_l("Comment"), max_chars=MAX_COMMENT_CHARS)
    passage = ProseField(_l("Passage"), max_chars=MAX_PASSAGE_CHARS)
    part = ChoiceField(_l("Place in the copy"), default="")
    place = RadiosField(_l("Which place do you mean?"), choices=[], validate_choice=False)
    replacement = ProseField(_l("Suggested text"), max_chars=MAX_PASSAGE_CHARS)
    leave_out = BooleanField(_l("Suggest leaving this passage out"))

    def __init__(self, *args: Any, parts: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        """Make the form with the parts of the copy to choose from."""
        super().__init__(*args, **kwargs)
        self.part.choices = [("", _("Anywhere in the copy")), *parts]

    def validate_body(self, field: Field) -> None:
        if not field.data and not self._is_suggestion:
            raise ValidationError(_("Write a comment, or suggest other text for a passage."))

    def validate_passage(self, field: Field) -> None:
        if not field.data and self._is_suggestion:
            raise ValidationError(_("Paste the passage of the copy for which you suggest this."))

    def validate_leave_out(self, field: Field) -> None:
        if field.data and self.replacement.data:
            raise ValidationError(_("You also suggest other text. Choose one of the two."))

    @property
    def _is_suggestion(self) -> bool:
        return bool(self.leave_out.data or self.replacement.data)

    def on(self) -> PassageDraft | None:
        """Return the passage that the comment is on, after it has been validated; None for the whole copy."""
        if not self.passage.data:
            return None
        replacement = self.replacement.data if self._is_suggestion else None
        return PassageDraft(self.passage.data, self.part.data or "", self.place.data or "", replacement)

    def offer_places(self, places: Sequence[tuple[str, str]]) -> None:
        """Let the person choose at which of several places the passage is meant."""
        self.place.choices = list(places)
        self.place.data = None


class AcceptForm(TokenForm):
    """Says that a suggestion is to be taken over into the copy as it was seen."""


class DeclineForm(TokenForm):
    """Says that a suggestion is not taken over, and why if there is something to say."""

    reason = LineField(_l("Reason"), max_chars=MAX_DECLINE_CHARS)
