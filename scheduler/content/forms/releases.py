"""The forms that import releases: the files, and for each its parts as they were found."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from typing_extensions import override
from wtforms import BooleanField, Field, Form, SelectField, ValidationError

from scheduler.agenda.forms import EMBARGO_LABEL
from scheduler.agenda.services.guards import Embargo
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import MAX_CHARS, Kind
from scheduler.content.domain.kinds import Field as WordField
from scheduler.content.domain.release_finding import FoundRelease
from scheduler.content.forms.fields import BodyField, OpenTimeField, needs_day
from scheduler.content.forms.imports import AccessForm
from scheduler.content.forms.item_text import is_plain_place
from scheduler.content.forms.items import usual_channels
from scheduler.content.presenters.choices import NOBODY, Choices
from scheduler.content.services.access import EmbargoSettings
from scheduler.content.services.item_plan import ItemPlan
from scheduler.content.services.release_imports import PlannedRelease
from scheduler.web.fields import LineField, ProseField, RadiosField, needed
from scheduler.web.forms import TokenForm
from scheduler.web.local_time import LocalMoment, LocalTimeField, moment_at
from scheduler.word_files.uploads import MAX_FILE_MB, MAX_FILES

MAX_UPLOAD_MB = 15
"""All files of an upload together; what a request may carry is a little more."""

UNTIL, NONE = "until", "none"
PARTS = ("title", "subhead", "dateline", "body", "notes_to_editors", "boilerplate", "media_contact")
READ_BYTES = MAX_UPLOAD_MB * 1_000_000


class ReleaseFilesForm(TokenForm):
    """Word files, or packed folders of them; each is read once, one byte further than it may be long."""

    files = MultipleFileField(
        _l("Word files"),
        [needed(_l("Choose a file."))],
        description=_l(
            "DOCX, several at once, or a ZIP file of them: at most %(count)s files of %(each)s MB, %(all)s MB in all.",
            count=MAX_FILES,
            each=MAX_FILE_MB,
            all=MAX_UPLOAD_MB,
        ),
    )

    def contents(self) -> list[tuple[str, bytes]]:
        """Return the files by name; of one that is too large, just enough to tell."""
        sent = self.files.data[: MAX_FILES + 1]
        return [(one.filename or "", bytes(one.stream.read(READ_BYTES + 1))) for one in sent]


class ReleaseForm(Form):
    """One release: its parts, whose it is, when it comes out, and its embargo; looked at only if it is chosen."""

    is_chosen = BooleanField(_l("Import this release"))
    embargo_choice = RadiosField(_l("Embargo"), choices=((UNTIL, _l("Under embargo")), (NONE, _l("No embargo"))))
    embargo = LocalTimeField(EMBARGO_LABEL)
    title = LineField(_l("Headline"), max_chars=MAX_CHARS[WordField.TITLE], required=True)
    subhead = LineField(_l("Subhead"), max_chars=MAX_CHARS[WordField.SUBHEAD])
    dateline = LineField(_l("Dateline"), [is_plain_place], max_chars=MAX_CHARS[WordField.DATELINE])
    body = BodyField(_l("Text"))
    notes_to_editors = ProseField(_l("Notes to editors"), max_chars=MAX_CHARS[WordField.NOTES_TO_EDITORS])
    boilerplate = ProseField(_l("Boilerplate"), max_chars=MAX_CHARS[WordField.BOILERPLATE])
    media_contact = ProseField(_l("Media contact"), max_chars=MAX_CHARS[WordField.MEDIA_CONTACT])
    publish = OpenTimeField(_l("Publishes"), [needs_day])
    organisation_id = SelectField(_l("Organisation"), coerce=int)
    owner_id = SelectField(_l("Owner"), coerce=int)

    def __init__(self, number: int, choices: Choices, now: datetime, formdata: Any = None, **kwargs: Any) -> None:
        """Make the form of a file, counted from 0."""
        super().__init__(formdata, prefix=f"release-{number}-", **kwargs)
        self.number, self.choices, self.now = number, choices, now
        self.organisation_id.choices = list(choices.own)
        self.owner_id.choices = [(NOBODY, _("Unassigned")), *choices.staff_of_own()]

    def show_embargo(self, found: FoundRelease, zone: str) -> None:
        """Show what is certain of an embargo that was found: on, unless there is none; `zone` is the reader's."""
        embargo = found.embargo
        self.embargo_choice.data = UNTIL if embargo is not None else NONE
        if embargo is not None and embargo.day is not None:
            self.embargo.typed |= {"day": embargo.day.isoformat(), "time": embargo.clock, "zone": embargo.zone}
        elif embargo is None:
            self.embargo.fill_zone(zone)
        self.publish.fill_zone(zone)

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        if not self.is_chosen.data:
            for field in self:
                field.process_errors = []
            return True
        if self.embargo_choice.data == NONE:
            self.embargo.process_errors = []
        return bool(super().validate(extra_validators))

    def validate_embargo(self, field: Field) -> None:
        if self.embargo_choice.data != UNTIL or field.errors:
            return
        if not isinstance(field.data, LocalMoment):
            raise ValidationError(_("Enter until when it is under embargo, or choose “No embargo”."))
        if field.data.instant <= self.now:
            raise ValidationError(_("This time has passed: choose a later one, or “No embargo”."))

    def validate_owner_id(self, field: Field) -> None:
        staff = self.choices.staff.get(self.organisation_id.data or NOBODY, frozenset())
        if field.data != NOBODY and field.data not in staff:
            raise ValidationError(_("Choose a lead or an editor of the organisation chosen above."))

    def planned(self, access: "ReleasesForm") -> PlannedRelease:
        """Return what was confirmed, after it has been validated."""
        plan = ItemPlan(
            kind=Kind.PRESS_RELEASE,
            organisation_id=self.organisation_id.data,
            owner_id=self.owner_id.data or None,
            when=self.publish.when(),
            campaign_id=self.choices.campaign_ids.get(access.campaign_id.data),
            channels=usual_channels(Kind.PRESS_RELEASE),
            public_when_published=access.public_when_published.data,
            sharing=access.sharing(),
        )
        text = ItemText(**{name: self[name].data for name in PARTS})
        moment = self.embargo.data if self.embargo_choice.data == UNTIL else None
        embargo = Embargo(moment.local, moment.zone, moment.instant) if moment is not None else None
        return PlannedRelease(self.number, text, plan, EmbargoSettings(embargo) if embargo is not None else None)


class ReleasesForm(AccessForm):
    """All releases of an upload, and what holds for each of them."""

    def __init__(self, choices: Choices, *args: Any, **kwargs: Any) -> None:
        """Make the form; the releases are added to it."""
        super().__init__(*args, **kwargs)
        self.offer_access(choices)
        self.releases: dict[int, ReleaseForm] = {}

    @property
    def chosen(self) -> list[ReleaseForm]:
        """Return the releases that are to be imported."""
        return [one for one in self.releases.values() if one.is_chosen.data]

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        fits = bool(super().validate(extra_validators))
        # Every one is looked at, so that all that is wrong is said at once.
        fit = [one.validate() for one in self.releases.values()]
        if not self.chosen:
            self.form_errors[:] = [_("Select at least one release.")]
        return fits and all(fit) and bool(self.chosen)


def shown_release(found: FoundRelease, organisation_id: int, owner_id: int) -> Mapping[str, Any]:
    """Return what the fields show of a release that was found; its embargo aside, if that is not understood."""
    embargo, moment = found.embargo, None
    if embargo is not None and embargo.is_clear and embargo.day is not None:
        moment = moment_at(datetime.fromisoformat(f"{embargo.day.isoformat()}T{embargo.clock}"), embargo.zone)
    parts = {name: getattr(found, name) for name in PARTS}
    return {
        **parts,
        "embargo": moment,
        "publish": found.publish_on,
        "organisation_id": organisation_id,
        "owner_id": owner_id,
    }
