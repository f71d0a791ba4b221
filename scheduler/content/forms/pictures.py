"""The forms of a picture: the file, what is published with it, and what those who are shown have agreed to."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import Field
from wtforms.validators import ValidationError

from scheduler.content.domain.pictures import (
    FOCUS_PERCENTS,
    MAX_ALT_TEXT_CHARS,
    MAX_CONSENT_CHARS,
    MAX_CREDIT_CHARS,
    MAX_LICENCE_CHARS,
    MAX_NAME_CHARS,
    Consent,
    PictureDetails,
)
from scheduler.content.forms.item_text import MAX_NOTE_CHARS
from scheduler.content.services.pictures import PictureDraft
from scheduler.normal_forms import normal_form
from scheduler.pictures.formats import PictureProblem
from scheduler.web.fields import ChoiceField, DayField, LineField, ProseField, RadiosField, needed
from scheduler.web.forms import TokenForm
from scheduler.web.text_rules import normalise_line

NOBODY_SHOWN, AGREED = "nobody", "agreed"
SHOWN = (
    (NOBODY_SHOWN, _l("No one can be recognised")),
    (AGREED, _l("People can be recognised, and they have agreed")),
)
_PLACES = (
    (_l("Top left"), _l("Top"), _l("Top right")),
    (_l("Left"), _l("Centre"), _l("Right")),
    (_l("Bottom left"), _l("Bottom"), _l("Bottom right")),
)
FOCUS = tuple(
    (f"{x}-{y}", label)
    for y, row in zip(FOCUS_PERCENTS, _PLACES, strict=True)
    for x, label in zip(FOCUS_PERCENTS, row, strict=True)
)
CENTRE = "50-50"


class PictureForm(TokenForm):
    """What is known of a picture; of an item that is out, also what was wrong with it."""

    alt_text = ProseField(_l("Alt text"), max_chars=MAX_ALT_TEXT_CHARS)
    credit = LineField(_l("Credit"), max_chars=MAX_CREDIT_CHARS)
    licence = LineField(_l("Licence"), max_chars=MAX_LICENCE_CHARS)
    shown = RadiosField(_l("Who is shown"), choices=SHOWN, validate_choice=False)
    people = ProseField(_l("Names of the people shown"), max_chars=MAX_CONSENT_CHARS)
    consent_scope = ProseField(_l("What they agreed to"), max_chars=MAX_CONSENT_CHARS)
    consent_until = DayField(_l("Consent until"))
    focus = ChoiceField(_l("Focal point"), choices=FOCUS, default=CENTRE)
    note = LineField(_l("Correction note"), max_chars=MAX_NOTE_CHARS)

    def __init__(self, *args: Any, today: date, is_out: bool, **kwargs: Any) -> None:
        """Make the form; `today` is the day where the organisation works."""
        super().__init__(*args, **kwargs)
        self.today = today
        # What was published with it, and its last day; None for a picture that is new.
        self.saved_words: tuple[str, str] | None = None
        self.saved_until: date | None = None
        if not is_out:
            del self["note"]

    def validate_shown(self, field: Field) -> None:
        if field.data not in {NOBODY_SHOWN, AGREED}:
            raise ValidationError(_("Choose whether anyone can be recognised."))

    def validate_people(self, field: Field) -> None:
        if self.shown.data == AGREED and not field.data:
            raise ValidationError(_("Enter who agreed, so that they can be found if they change their mind."))

    def validate_consent_scope(self, field: Field) -> None:
        if self.shown.data == AGREED and not field.data:
            raise ValidationError(_("Enter what they agreed to, for example “social media and press, this campaign”."))

    def validate_consent_until(self, field: Field) -> None:
        is_new = field.data is not None and field.data != self.saved_until
        if self.shown.data == AGREED and is_new and field.data < self.today:
            raise ValidationError(_("This date has passed, so the picture could not be used."))

    def validate_note(self, field: Field) -> None:
        if self.saved_words != (self.alt_text.data, self.credit.data) and not field.data:
            raise ValidationError(_("Say what was wrong: what is published with the picture changes."))

    def draft(self) -> PictureDraft:
        """Return what was typed, after it has been validated."""
        consent = Consent()
        if self.shown.data == AGREED:
            consent = Consent(True, self.people.data, self.consent_scope.data, self.consent_until.data)  # noqa: FBT003
        x, _dash, y = self.focus.data.partition("-")
        return PictureDraft(
            self.alt_text.data, self.credit.data, PictureDetails(self.licence.data, consent, (int(x), int(y)))
        )

    @property
    def correction_note(self) -> str:
        """What was wrong, of an item that is out."""
        return self.note.data if "note" in self else ""


class NewPictureForm(PictureForm):
    """A picture that is not there yet: the file is read once, one byte further than it may be long."""

    file = FileField(_l("Picture"), [needed(_l("Choose a picture."))])

    @property
    def name(self) -> str:
        """What the picture is called: the last part of the name that the browser sent, without what cannot be seen."""
        sent = (self.file.data.filename or "").replace("\\", "/").rsplit("/", 1)[-1]
        visible = "".join(character if character.isprintable() else " " for character in normal_form("NFC", sent))
        return normalise_line(visible)[:MAX_NAME_CHARS] or _("Picture")


class RemovePictureForm(TokenForm):
    """Takes a picture out; of an item that is out, with what was wrong."""

    note = LineField(_l("Correction note"), [needed()], max_chars=MAX_NOTE_CHARS)

    def __init__(self, *args: Any, is_out: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_out:
            del self["note"]

    @property
    def correction_note(self) -> str:
        """What was wrong, of an item that is out."""
        return self.note.data if "note" in self else ""


class WithdrawConsentForm(TokenForm):
    reason = ProseField(_l("Reason"), max_chars=MAX_CONSENT_CHARS, required=True)


def file_bytes(file: FileField, max_bytes: int) -> bytes:
    """Return the bytes of a file that was sent, which is read once; of one that is too large, just enough to tell."""
    return bytes(file.data.stream.read(max_bytes + 1))


def problem_message(problem: PictureProblem, megapixels: int) -> str:
    """Say why a file is not taken, and what to do."""
    return {
        PictureProblem.EMPTY: _("This file is empty. Choose another one."),
        PictureProblem.MARKUP: _(
            "SVG and HTML files can hold programs, so they are not accepted. Export the picture as PNG."
        ),
        PictureProblem.DOCUMENT: _(
            "Only pictures can be uploaded: documents keep hidden names and places. Link to the document instead."
        ),
        PictureProblem.NO_PICTURE: _(
            "This is not a JPEG, PNG, WebP or GIF picture, whatever its name says. Save it as JPEG or PNG first: "
            "phones often take HEIC photos."
        ),
        PictureProblem.ANIMATED: _("Animated pictures cannot be uploaded. Save one still picture of it."),
        PictureProblem.TOO_MANY_PIXELS: _(
            "This picture has more than %(most)s million pixels. Make it smaller.", most=megapixels
        ),
        PictureProblem.DAMAGED: _("This picture is damaged or not complete. Save it again, then retry."),
    }[problem]
