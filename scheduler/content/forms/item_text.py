"""The editor's form: the text of one kind, and the texts for single channels, languages and organisations."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from typing_extensions import override
from wtforms import BooleanField, Form, HiddenField, SelectField
from wtforms import Field as WtField
from wtforms.validators import ValidationError

from scheduler.agenda.forms import revealing_title_message
from scheduler.agenda.services.embargo import RevealingTitleError
from scheduler.content.domain.item_text import TEXT_FIELDS, ItemText, Variant
from scheduler.content.domain.kinds import KINDS, MAX_CHARS, Field, Kind
from scheduler.content.domain.press_texts import PressPart
from scheduler.content.domain.threads import is_blank
from scheduler.content.forms.choices import channels
from scheduler.content.forms.fields import BodyField, HashtagsField, LanguageField, LengthField
from scheduler.content.forms.quotes import QuoteRows
from scheduler.content.presenters.choices import NOBODY
from scheduler.web.fields import ChoiceField, LineField, ProseField, WebAddressField
from scheduler.web.forms import TokenForm

MAX_NOTE_CHARS = 300
MAX_VARIANTS = 60


_MARKS = re.compile(r"[\\*_#\[\]<>`~|]|^[-+=]|^\d+[.)]")


def is_plain_place(_form: Form, field: WtField) -> None:
    """Refuse marks of Markdown: the dateline is set in the same paragraph as the text."""
    if found := _MARKS.search(field.data or ""):
        raise ValidationError(_("Plain text only, without “%(mark)s”.", mark=found.group()))


class ItemTextForm(TokenForm):
    """The text; fields that the kind does not ask for are taken out and stay as they are.

    `version` is the one that the page was made from, `rows` how many texts for single places the page held,
    `quote_rows` how many quotes, `revealed` what the title has in common with the one that outsiders see until then.
    """

    version = HiddenField()
    rows = HiddenField(default="0")
    quote_rows = HiddenField(default="0")
    title = LineField(_l("Title"), max_chars=MAX_CHARS[Field.TITLE], required=True)
    reveals_nothing = BooleanField(_l("I've checked: both titles reveal nothing"))
    subhead = LineField(_l("Subhead"), max_chars=MAX_CHARS[Field.SUBHEAD])
    byline = LineField(_l("Byline"), max_chars=MAX_CHARS[Field.BYLINE])
    byline_role = LineField(_l("Author's title and affiliation"), max_chars=MAX_CHARS[Field.BYLINE_ROLE])
    content_warning = LineField(_l("Content warning"), max_chars=MAX_CHARS[Field.CONTENT_WARNING])
    disclaimer = ProseField(_l("Disclaimer"), max_chars=MAX_CHARS[Field.DISCLAIMER])
    dateline = LineField(_l("Dateline"), [is_plain_place], max_chars=MAX_CHARS[Field.DATELINE])
    body = BodyField(_l("Text"))
    editors_note = ProseField(_l("Editor's note"), max_chars=MAX_CHARS[Field.EDITORS_NOTE])
    call_to_action = ProseField(_l("Call to action"), max_chars=MAX_CHARS[Field.CALL_TO_ACTION])
    call_to_action_link = WebAddressField(_l("Call-to-action link"), max_chars=MAX_CHARS[Field.CALL_TO_ACTION_LINK])
    hashtags = HashtagsField(_l("Hashtags"))
    notes_to_editors = ProseField(_l("Notes to editors"), max_chars=MAX_CHARS[Field.NOTES_TO_EDITORS])
    boilerplate = ProseField(_l("Boilerplate"), max_chars=MAX_CHARS[Field.BOILERPLATE])
    media_contact = ProseField(_l("Media contact"), max_chars=MAX_CHARS[Field.MEDIA_CONTACT])
    first_published = LineField(_l("First published"), max_chars=MAX_CHARS[Field.FIRST_PUBLISHED])
    length = LengthField(_l("Length of the video"))
    captions = ProseField(_l("Captions"), max_chars=MAX_CHARS[Field.CAPTIONS])
    photo_credit = LineField(_l("Photo credit"), max_chars=MAX_CHARS[Field.PHOTO_CREDIT])
    alt_text = ProseField(_l("Alt text"), max_chars=MAX_CHARS[Field.ALT_TEXT])

    def __init__(self, kind: Kind, *args: Any, saved: ItemText, **kwargs: Any) -> None:
        """Make the form of a kind, with what is filled in of other kinds, since it is published as well."""
        super().__init__(*args, **kwargs)
        asked_for = {field.value for field in KINDS[kind].fields} | {
            name for name in TEXT_FIELDS if getattr(saved, name)
        }
        for name in TEXT_FIELDS:
            if name not in asked_for:
                del self[name]
        self.revealed: tuple[str, ...] = ()
        self.asks_for_quotes = Field.QUOTES in KINDS[kind].fields or bool(saved.quotes)
        self.quotes = QuoteRows()
        self.variants: list[VariantForm] = []
        self.organisations: Sequence[tuple[int, str]] = ()

    def show_quotes(self, rows: QuoteRows) -> None:
        """Show these quotes."""
        self.quotes, self.quote_rows.data = rows, str(len(rows))

    def read_quotes(self, formdata: Mapping[str, str], act: str) -> None:
        """Take over the quotes that were sent, and do what a button does with them."""
        if self.asks_for_quotes:
            self.show_quotes(QuoteRows.sent(formdata, self.quote_rows.data or "0", act))

    def show_variants(self, variants: Sequence[Variant]) -> None:
        """Show saved texts for single places."""
        self.variants = [
            VariantForm(self.organisations, index, data=_shown(variant)) for index, variant in enumerate(variants)
        ]
        self.rows.data = str(len(self.variants))

    def read_variants(self, formdata: Mapping[str, str], *, more: bool = False) -> None:
        """Take over the texts for single places that were sent, and with `more` add an empty one."""
        text = self.rows.data or "0"
        count = min(int(text), MAX_VARIANTS) if text.isascii() and text.isdigit() and len(text) < 4 else 0
        self.variants = [VariantForm(self.organisations, index, formdata) for index in range(count)]
        if more and count < MAX_VARIANTS:
            self.variants.append(VariantForm(self.organisations, count))
        self.rows.data = str(len(self.variants))

    def fill(self, text: ItemText, version: int, revision: int) -> None:
        """Show another text than the one typed, to be saved over that version."""
        for name, value in shown_text(text).items():
            if name in self:
                self[name].data = value
        self.version.data, self.revision.data = str(version), revision
        self.show_variants(text.variants)
        self.show_quotes(QuoteRows.of(text.quotes))

    def show_split(self, text: ItemText) -> None:
        """Show the same copy with more separators of a thread; `text` is what `text()` returned but for those."""
        self.body.data = text.body
        typed = (row for row in self.variants if not is_blank(row.text.data))
        for row, variant in zip(typed, text.variants, strict=True):
            row.text.data = variant.text

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        fits = bool(super().validate(extra_validators))
        # Every one is looked at, so that all that is wrong is said at once.
        fit = [variant.validate() for variant in self.variants]
        # Set, not added to: the editor asks a second time before it shows the form again.
        self.form_errors[:] = [
            *([] if self.quotes.validate() else [_("Check the quotes below.")]),
            *([_("Check the channel and language versions below.")] if not all(fit) or self._find_twins() else []),
        ]
        return fits and not self.form_errors

    @property
    def press_parts(self) -> dict[PressPart, str]:
        """The parts that organisations keep ready, as they stand in the form; none for kinds without them."""
        return {part: self[part.value].data or "" for part in PressPart if part.value in self}

    def fill_press_parts(self, texts: Mapping[PressPart, str]) -> bool:
        """Show these parts, and say whether they are others than before."""
        changed = {part: text for part, text in texts.items() if text != self.press_parts[part]}
        for part, text in changed.items():
            self[part.value].data = text
        return bool(changed)

    def refuse_title(self, error: RevealingTitleError, placeholder_title: str) -> None:
        """Say beside the title that what outsiders see until the lift would give it away."""
        self.revealed = () if error.is_whole else error.revealed
        self.title.errors = [revealing_title_message(error, placeholder_title)]

    def text(self, saved: ItemText) -> ItemText:
        """Return what was typed, after it has been validated; what the form did not ask for as it was saved."""
        typed = {name: self[name].data for name in TEXT_FIELDS if name in self and name != "hashtags"}
        if "hashtags" in self:
            typed["hashtags"] = self.hashtags.tags
        variants = tuple(row.variant() for row in self.variants if not is_blank(row.text.data))
        quotes = self.quotes.quotes() if self.asks_for_quotes else saved.quotes
        return replace(saved, **typed, variants=variants, quotes=quotes)

    def _find_twins(self) -> bool:
        seen: set[tuple[str, str, int]] = set()
        found = False
        for row in self.variants:
            place = row.variant().place
            if not is_blank(row.text.data) and place in seen:
                row.text.errors = [_("There is already a version for the same channel, language and organisation.")]
                found = True
            seen.add(place)
        return found


class VariantForm(Form):
    """The text for a channel, a language or an organisation."""

    channel = ChoiceField(_l("Channel"), choices=[], default="")
    language = LanguageField(_l("Language"))
    organisation_id = SelectField(_l("Organisation"), coerce=int, default=NOBODY)
    text = BodyField(_l("Copy for this channel"))

    def __init__(
        self,
        organisations: Sequence[tuple[int, str]],
        index: int,
        formdata: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """Make the row with that number, counted from 0."""
        super().__init__(formdata, prefix=f"variant-{index}-", **kwargs)
        self.channel.choices = [("", _("All channels")), *channels()]
        self.organisation_id.choices = [(NOBODY, _("All organisations")), *organisations]

    def variant(self) -> Variant:
        """Return what was typed."""
        return Variant(
            self.channel.data or "", self.language.data or "", self.text.data or "", self.organisation_id.data or None
        )


class CorrectionForm(ItemTextForm):
    """The text of an item that is out, and what was wrong with it."""

    note = LineField(_l("Correction note"), max_chars=MAX_NOTE_CHARS, required=True)


def shown_text(text: ItemText) -> dict[str, Any]:
    """Return what the form's fields show of saved text."""
    values: dict[str, Any] = {name: getattr(text, name) for name in TEXT_FIELDS}
    return values | {"hashtags": " ".join(f"#{tag}" for tag in text.hashtags)}


def _shown(variant: Variant) -> dict[str, Any]:
    return {
        "channel": variant.channel,
        "language": variant.language,
        "organisation_id": variant.organisation_id or NOBODY,
        "text": variant.text,
    }
