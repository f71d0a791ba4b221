"""The forms that import a spreadsheet: the file, what its columns mean, what its texts mean."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, SelectField, ValidationError

from scheduler.content.domain.import_columns import Target
from scheduler.content.domain.import_settings import ImportSettings
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.forms.choices import SHARING, kinds
from scheduler.content.labels import TARGET_LABELS
from scheduler.content.presenters.choices import NO_CAMPAIGN, Choices
from scheduler.spreadsheets.sheets import MAX_FILE_BYTES, MAX_FILE_MB, MAX_ROWS
from scheduler.web.fields import ChecksField, ChoiceField, RadiosField, ZoneField, needed
from scheduler.web.forms import TokenForm

NO_COLUMN = -1
PREFIX = "column_"


class SpreadsheetForm(TokenForm):
    """A file; it is read once, one byte further than it may be long."""

    file = FileField(
        _l("Spreadsheet"),
        [needed(_l("Choose a file."))],
        description=_l("CSV or XLSX, at most %(mb)s MB and %(rows)s rows.", mb=MAX_FILE_MB, rows=MAX_ROWS),
    )

    def content(self) -> bytes:
        """Return the file's bytes; of one that is too large, just enough to tell."""
        return bytes(self.file.data.stream.read(MAX_FILE_BYTES + 1))


def _column(target: Target) -> SelectField:
    return SelectField(TARGET_LABELS[target], coerce=int, default=NO_COLUMN)


class AccessForm(TokenForm):
    """What holds for everything that is imported at once: its campaign, and who may know of it."""

    campaign_id = SelectField(_l("Campaign"), default=NO_CAMPAIGN)
    with_whom = RadiosField(_l("Who can see this before publication"), choices=SHARING, default=ShareScope.PARTICIPANTS)
    people = ChecksField(_l("People"), coerce=int)
    public_when_published = BooleanField(_l("Make public once published (no login needed)"))

    def offer_access(self, choices: Choices) -> None:
        """Set what can be chosen."""
        self.campaign_id.choices = [(NO_CAMPAIGN, _("None")), *choices.campaigns]
        self.people.choices = list(choices.people)

    def sharing(self) -> Sharing:
        """Return who may know of it, after it has been validated."""
        return Sharing(ShareScope(self.with_whom.data), frozenset(self.people.data or ()))


class ColumnsForm(AccessForm):
    """What the columns mean, and what holds for rows in which they say nothing."""

    column_title = _column(Target.TITLE)
    column_day = _column(Target.DAY)
    column_time = _column(Target.TIME)
    column_zone = _column(Target.ZONE)
    column_organisation = _column(Target.ORGANISATION)
    column_owner = _column(Target.OWNER)
    column_kind = _column(Target.KIND)
    column_channels = _column(Target.CHANNELS)
    column_copy = _column(Target.COPY)
    column_campaign = _column(Target.CAMPAIGN)
    column_link = _column(Target.LINK)
    zone = ZoneField(_l("Time zone of the times"), required=True)
    organisation_id = SelectField(_l("Organisation"), coerce=int)
    kind = ChoiceField(_l("Type"), choices=[], default=Kind.POST)

    def offer(self, choices: Choices, header: Sequence[str]) -> None:
        """Set what can be chosen."""
        columns = [(NO_COLUMN, _("None")), *((number, _called(number, name)) for number, name in enumerate(header))]
        for field in self.columns:
            field.choices = columns
        self.organisation_id.choices = list(choices.own)
        self.kind.choices = kinds()
        self.offer_access(choices)

    @property
    def columns(self) -> list[Field]:
        """Return the fields that say which column holds what."""
        return [field for field in self if field.name.startswith(PREFIX)]

    def validate_column_title(self, field: Field) -> None:
        if field.data == NO_COLUMN:
            raise ValidationError(_("Choose the column that holds the titles."))

    def validate_column_day(self, field: Field) -> None:
        if field.data == NO_COLUMN:
            raise ValidationError(_("Choose the column that holds the dates."))

    def settings(self, sheet: int, before: ImportSettings) -> ImportSettings:
        """Return what was chosen, after it has been validated; what texts mean stays as it was."""
        chosen = {Target(field.name.removeprefix(PREFIX)): field.data for field in self.columns}
        return ImportSettings(
            sheet=sheet,
            columns={target: number for target, number in chosen.items() if number != NO_COLUMN},
            order=before.order,
            zone=self.zone.data,
            organisation_id=self.organisation_id.data,
            kind=Kind(self.kind.data),
            campaign=self.campaign_id.data,
            sharing=self.sharing(),
            public_when_published=self.public_when_published.data,
            values=before.values,
        )


def shown_settings(settings: ImportSettings) -> Mapping[str, object]:
    """Return what the fields show of settings."""
    return {f"{PREFIX}{target}": number for target, number in settings.columns.items()} | {
        "zone": settings.zone,
        "organisation_id": settings.organisation_id,
        "kind": settings.kind.value,
        "campaign_id": settings.campaign or NO_CAMPAIGN,
        "with_whom": settings.sharing.with_whom.value,
        "people": sorted(settings.sharing.people),
        "public_when_published": settings.public_when_published,
    }


class ImportForm(TokenForm):
    """The rows that are ticked, or what the texts of the file mean; both are read from what was sent."""


def _called(number: int, name: str) -> str:
    # Translators: number counts the columns of a spreadsheet from 1.
    return name or _("Column %(number)s", number=number + 1)
