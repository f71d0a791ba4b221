"""The form of a term to avoid."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField
from wtforms.validators import ValidationError

from scheduler.guidance.domain.languages import CODES, language_name
from scheduler.guidance.services.terms import TermDraft
from scheduler.web.fields import LineField, ProseField
from scheduler.web.forms import TokenForm

MOST_PHRASES, MAX_PHRASE_CHARS = 40, 100


def _languages() -> list[tuple[str, str]]:
    """Return the languages by name, asked for when a form is shown: each is in a file of its own."""
    return [(code, language_name(code)) for code in CODES]


class TermForm(TokenForm):
    """What is entered of a term."""

    language = SelectField(_l("Language"), choices=_languages, default="en")
    phrases = ProseField(
        _l("Phrases to avoid"),
        max_chars=2000,
        required=True,
        description=_l("One a line. Capitals make no difference, and a plural s is found as well."),
    )
    prefer = LineField(_l("Write instead"), max_chars=300, required=True)
    reason = LineField(
        _l("Reason"), max_chars=300, description=_l("Shown beside the phrase, for example: a child cannot consent.")
    )
    only_with = LineField(
        _l("Only in a sentence with"),
        max_chars=1000,
        description=_l("Words with | between them: pointed out only if one of them is in the sentence."),
    )
    unless_with = LineField(
        _l("Not in a sentence with"),
        max_chars=1000,
        description=_l("Words with | between them: left alone if one of them is in the sentence."),
    )
    source = LineField(_l("Source"), max_chars=300, description=_l("Who advises this, and where."))

    def validate_phrases(self, field: Field) -> None:
        """Refuse phrases without a letter, too long ones and too many, and keep each once."""
        lines = list(dict.fromkeys(" ".join(line.split()) for line in (field.data or "").splitlines() if line.strip()))
        for line in lines:
            # A sign before or between does not make a word of a letter, which would be pointed out everywhere.
            if sum(char.isalnum() for char in line) < 2 or not any(char.isalpha() for char in line):
                raise ValidationError(_("“%(phrase)s” is too short to be looked for.", phrase=line))
            if len(line) > MAX_PHRASE_CHARS:
                raise ValidationError(_("Each phrase can have up to %(most)s characters.", most=MAX_PHRASE_CHARS))
        if len(lines) > MOST_PHRASES:
            raise ValidationError(_("Enter up to %(most)s phrases. Add another term for the rest.", most=MOST_PHRASES))
        field.data = "\n".join(lines)

    def validate_only_with(self, field: Field) -> None:
        """Keep words without the spaces around them."""
        field.data = _words(field.data)

    def validate_unless_with(self, field: Field) -> None:
        """Keep words without the spaces around them."""
        field.data = _words(field.data)

    def draft(self) -> TermDraft:
        """Return what was typed."""
        return TermDraft(
            language=self.language.data,
            phrases=self.phrases.data,
            prefer=self.prefer.data,
            reason=self.reason.data,
            only_with=self.only_with.data,
            unless_with=self.unless_with.data,
            source=self.source.data,
        )


def _words(text: str | None) -> str:
    groups = ("|".join(word.strip() for word in group.split("|") if word.strip()) for group in (text or "").split("&"))
    return "&".join(group for group in groups if group)
