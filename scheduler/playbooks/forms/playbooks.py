"""The forms of the coalition's own playbooks: saving a campaign as one, its name, and its slots."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, ValidationError
from wtforms.validators import InputRequired, NumberRange

from scheduler.content.domain.kinds import Kind
from scheduler.content.forms.choices import channels, kinds
from scheduler.playbooks.domain.slots import FURTHEST_DAYS, MAX_TITLE_CHARS, OwnerRole, Slot, SlotKind, ZoneRule
from scheduler.playbooks.labels import KIND_LABELS, OWNER_LABELS, ZONE_LABELS, offset_label, slot_title
from scheduler.playbooks.services.own_playbooks import PlaybookDraft, SlotDraft
from scheduler.web.fields import ChecksField, ChoiceField, LineField, ProseField, RadiosField, WholeNumberField
from scheduler.web.forms import TokenForm
from scheduler.web.local_time import TimeOfDayField


class PlaybookForm(TokenForm):
    """What a playbook is called and what it is for."""

    name = LineField(_l("Name"), max_chars=MAX_TITLE_CHARS, required=True)
    description = ProseField(_l("Description"), max_chars=1000, description=_l("When to use it."))

    def draft(self) -> PlaybookDraft:
        """Return what was typed."""
        return PlaybookDraft(name=self.name.data, description=self.description.data)


class SavePlaybookForm(PlaybookForm):
    """A campaign as a playbook: which of its tasks and content, ticked at first but for what one organisation keeps."""

    slot = ChecksField(_l("Tasks and content"))

    def offer(self, slots: Sequence[Slot]) -> "SavePlaybookForm":
        """Set what can be ticked; return the form itself."""
        self.slot.choices = [(one.key, f"{slot_title(one)} ({offset_label(one.offset_days)})") for one in slots]
        if not self.is_submitted():
            self.slot.data = [one.key for one in slots if not one.own_only]
        return self

    def validate_slot(self, field: Field) -> None:
        if not field.data and not field.errors:
            raise ValidationError(_("Tick at least one."))

    def chosen(self, slots: Sequence[Slot]) -> list[Slot]:
        """Return the slots that were ticked."""
        ticked = set(self.slot.data or ())
        return [one for one in slots if one.key in ticked]


class SlotForm(TokenForm):
    """A slot of a playbook; what is for content alone is left out of a task."""

    kind = RadiosField(_l("What it is"), choices=list(KIND_LABELS.items()), default=SlotKind.TASK)
    title = LineField(
        _l("Title"), max_chars=MAX_TITLE_CHARS, description=_l("Content without one is called by its type.")
    )
    offset_days = WholeNumberField(
        _l("Days from the campaign's first day"),
        [
            InputRequired(_l("Enter a number, 0 for the first day.")),
            NumberRange(
                -FURTHEST_DAYS,
                FURTHEST_DAYS,
                _l("Enter a number from %(least)s to %(most)s.", least=-FURTHEST_DAYS, most=FURTHEST_DAYS),
            ),
        ],
        description=_l("Minus 14 is two weeks before, 0 the first day."),
    )
    owner = RadiosField(_l("For"), choices=list(OWNER_LABELS.items()), default=OwnerRole.LEAD)
    note = ProseField(_l("Note"), max_chars=2000, description=_l("For tasks: it is copied to the task."))
    item_kind = ChoiceField(_l("Type of content"))
    channels = ChecksField(_l("Channels"))
    at_time = TimeOfDayField(_l("Time of day"), description=_l("Leave empty to plan the day alone."))
    zone_rule = RadiosField(
        _l("Time zone"),
        choices=[(rule, label) for rule, label in ZONE_LABELS.items()],
        default=ZoneRule.ORGANISATION,
        description=_l("With each channel's, channels whose readers live elsewhere get an item of their own."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds and channels there are."""
        super().__init__(*args, **kwargs)
        self.item_kind.choices = kinds()
        self.channels.choices = channels()

    def validate_title(self, field: Field) -> None:
        if self.kind.data != SlotKind.CONTENT and not field.data and not field.errors:
            raise ValidationError(_("Required."))

    def validate_at_time(self, field: Field) -> None:
        if self.kind.data == SlotKind.CONTENT:
            field.read()

    def draft(self) -> SlotDraft:
        """Return what was typed, after it has been validated."""
        is_content = self.kind.data == SlotKind.CONTENT
        return SlotDraft(
            kind=SlotKind(self.kind.data),
            title=self.title.data,
            offset_days=self.offset_days.data,
            owner=OwnerRole(self.owner.data),
            note="" if is_content else self.note.data,
            at_time=self.at_time.of_day if is_content else None,
            zone_rule=ZoneRule(self.zone_rule.data).value if is_content else "",
            item_kind=Kind(self.item_kind.data).value if is_content else "",
            channels=tuple(self.channels.data or ()) if is_content else (),
        )

    @staticmethod
    def shown(draft: SlotDraft, revision: int) -> dict[str, Any]:
        """Return what the fields show of a saved slot."""
        names = ("title", "offset_days", "note", "at_time")
        return {name: getattr(draft, name) for name in names} | {
            "kind": draft.kind,
            "owner": draft.owner,
            "zone_rule": draft.zone_rule or ZoneRule.ORGANISATION,
            "item_kind": draft.item_kind or Kind.POST.value,
            "channels": list(draft.channels),
            "revision": revision,
        }
