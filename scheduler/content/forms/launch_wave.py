"""The forms of a launch wave: when, and which of the items that the preview showed."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from typing_extensions import override
from wtforms import Field, Form, HiddenField, ValidationError

from scheduler.content.domain.launch_wave import Wave, WaveLine, WaveZone, fingerprint
from scheduler.content.services.launch_wave import Launch
from scheduler.web.fields import ChecksField, DayField, RadiosField
from scheduler.web.forms import TokenForm
from scheduler.web.local_time import LocalTimeField, TimeOfDayField

TOGETHER, LOCAL = "together", "local"


class WaveForm(Form):
    """When: read from the address, as a preview changes nothing."""

    how = RadiosField(
        _l("When"),
        choices=[(TOGETHER, _l("The same moment everywhere")), (LOCAL, _l("The same local time everywhere"))],
        default=LOCAL,
    )
    at = LocalTimeField(_l("The moment"))
    day = DayField(_l("Date"))
    time = TimeOfDayField(_l("Local time"))
    zones = RadiosField(
        _l("Whose local time"),
        choices=[
            (WaveZone.ORGANISATION, _l("Each organisation’s")),
            (WaveZone.CHANNEL, _l("That of each channel’s readers")),
        ],
        default=WaveZone.ORGANISATION,
    )

    def __init__(self, arguments: Any, zone: str, **kwargs: Any) -> None:
        """Read the query string; `zone` is suggested for the moment."""
        super().__init__(arguments or None, **kwargs)
        self.at.fill_zone(zone)

    def validate_time(self, field: TimeOfDayField) -> None:
        field.read()

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        fits = bool(super().validate(extra_validators))
        needed: tuple[Field, ...] = (self.at,) if self.how.data == TOGETHER else (self.day, self.time)
        for field in needed:
            if not field.data and not field.errors:
                field.errors = [_("This is needed: enter it.")]
                fits = False
        return fits

    def wave(self) -> Wave:
        """Return what was typed, after it has been validated."""
        zone_rule = WaveZone(self.zones.data)
        if self.how.data == TOGETHER and self.at.data is not None:
            return Wave(at=self.at.data.instant, zone_rule=zone_rule)
        return Wave(day=self.day.data, local=self.time.of_day, zone_rule=zone_rule)


class LaunchForm(TokenForm):
    """The items that are to be moved, by random name; `shown` is the fingerprint of all that the page showed."""

    item = ChecksField(_l("Content"), validate_choice=False)
    shown = HiddenField()

    def offer(self, lines: Sequence[WaveLine], names: dict[int, str]) -> "LaunchForm":
        """Set what can be ticked; return the form itself."""
        self.ids = {names[line.item.item_id]: line.item.item_id for line in lines if not line.is_blocked}
        self.item.choices = [(name, name) for name in self.ids]
        if not self.is_submitted():
            self.show(lines, names)
        return self

    def show(self, lines: Sequence[WaveLine], names: dict[int, str]) -> None:
        """Take what holds now for shown, and tick what nobody has relied on."""
        self.item.data = [names[line.item.item_id] for line in lines if line.is_ticked]
        self.shown.data = fingerprint(lines)

    def validate_item(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Tick at least one."))

    def launch(self, wave: Wave) -> Launch:
        """Return what is to be done; names that are not offered are left out."""
        ticked = frozenset(self.ids[name] for name in self.item.data or () if name in self.ids)
        return Launch(wave, ticked, str(self.shown.data or ""), str(self.form_id.data))
