"""The form field for a moment somewhere: day, time and zone, and which of two readings when clocks change.

A time of day that clocks show wherever it is has a field of its own.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from flask_babel import gettext as _
from typing_extensions import override
from wtforms import Field, ValidationError

from scheduler.dates.meant_zones import is_plain_zone, zones_meant
from scheduler.dates.timezones import (
    DstChoice,
    DstOption,
    DstOutcome,
    Resolved,
    TimeOutOfRangeError,
    in_zone,
    resolve_local_time,
    zone_city,
)
from scheduler.web.fields import (
    LONGEST_ZONE,
    LineField,
    Validator,
    chosen_zone,
    needed,
    no_plain_zone,
    parse_day,
    zone_name,
)
from scheduler.web.template_filters import day_short

_TIME = re.compile(r"([01]?\d|2[0-3])[:.h]([0-5]\d)", re.ASCII)
PARTS = ("day", "time", "zone", "choice")


@dataclass(frozen=True, slots=True)
class LocalMoment:
    """A moment as people name it: naive wall time, IANA zone, which reading if clocks change, and the UTC instant."""

    local: datetime
    zone: str
    choice: DstChoice | None
    instant: datetime


class LocalTimeField(Field):
    """A day, a time and a zone; a `LocalMoment`, or None when day and time are empty."""

    wants_zones = True

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Validator] = (),
        *,
        required: bool = False,
        default_zone: str = "UTC",
        **kwargs: Any,
    ) -> None:
        """Make the field; `default_zone` shows what has no zone of its own."""
        super().__init__(label, ([needed()] if required else []) + list(validators), **kwargs)
        self.default_zone = default_zone
        self.typed: dict[str, str] = dict.fromkeys(PARTS, "")
        self.options: tuple[DstOption, ...] = ()
        self.meant: tuple[str, ...] = ()
        self.chosen_zone = ""
        self.wrong_part = ""

    @override
    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take what was typed in the parts `<name>-day`, `-time`, `-zone` and `-choice`, else the given value."""
        self.process_errors: list[str] = []
        self.object_data = data if isinstance(data, LocalMoment | datetime) else self._default()
        self.data = self._show(self.object_data)
        if formdata is not None and any(f"{self.name}-{part}" in formdata for part in PARTS):
            self.typed = {part: formdata.get(f"{self.name}-{part}", "").strip() for part in PARTS}
            self.chosen_zone = formdata.get(f"{self.name}-zone-meant", "")
            self.data = self._read()

    def fill_zone(self, zone: str) -> None:
        """Suggest a zone where none has been given."""
        self.typed["zone"] = self.typed["zone"] or zone

    def _default(self) -> Any:
        return self.default() if callable(self.default) else self.default

    def _show(self, value: LocalMoment | datetime | None) -> LocalMoment | None:
        """Fill the parts from a value."""
        self.typed = dict.fromkeys(PARTS, "")
        if value is None:
            return None
        if isinstance(value, datetime):
            local = in_zone(value, self.default_zone).replace(tzinfo=None)
            value = moment_at(local, self.default_zone, _reading_of(value, local, self.default_zone))
        self.typed = {
            "day": value.local.date().isoformat(),
            "time": value.local.strftime("%H:%M"),
            "zone": value.zone,
            "choice": value.choice or "",
        }
        self.options = resolve_local_time(value.local, value.zone).options
        return value

    def _read(self) -> LocalMoment | None:
        """Make a value of the parts; what is wrong with them goes to the errors."""
        day = self._part("day", _day)
        clock = self._part("time", _clock)
        if self.process_errors or (day is None and clock is None):
            return None
        if day is None or clock is None:
            self._refuse("day" if day is None else "time", _missing(day))
            return None
        local = datetime.combine(day, clock)
        zone = chosen_zone(zone_name(self.typed["zone"]), self.chosen_zone, local)
        if not is_plain_zone(zone):
            self._refuse_zone(zone, local)
            return None
        self.typed["zone"] = zone
        return self._resolve(local, zone)

    def _refuse_zone(self, zone: str, local: datetime) -> None:
        """Offer the choice of what was typed may mean, by the clocks of the day and hour that were typed."""
        self.meant = zones_meant(zone, local) if len(zone) <= LONGEST_ZONE else ()
        self._refuse("zone", no_plain_zone(zone, self.meant) if zone else _("Choose the time zone of this time."))

    def _part(self, part: str, read: Any) -> Any:
        try:
            return read(self.typed[part])
        except ValueError as error:
            self._refuse(part, str(error))
            return None

    def _resolve(self, local: datetime, zone: str) -> LocalMoment | None:
        choice = DstChoice(self.typed["choice"]) if self.typed["choice"] in list(DstChoice) else None
        try:
            resolved = resolve_local_time(local, zone, choice)
        except TimeOutOfRangeError:
            self._refuse("day", _("Choose a date closer to today."))
            return None
        self.options = resolved.options
        if resolved.options and choice is None:
            self._refuse("choice", _doubt(resolved, local, zone))
            return None
        return LocalMoment(
            local=resolved.wall,
            zone=zone,
            choice=choice if resolved.outcome is DstOutcome.FOLD else None,
            instant=resolved.instant_utc,
        )

    def _refuse(self, part: str, message: str) -> None:
        self.wrong_part = self.wrong_part or part
        self.process_errors.append(message)


class TimeOfDayField(LineField):
    """A time of day as it was typed; `of_day` is what it means, None when empty or not understood."""

    of_day: time | None = None

    def __init__(self, label: str | None = None, **kwargs: Any) -> None:
        """Make the field."""
        super().__init__(label, max_chars=8, render_kw={"inputmode": "numeric", "placeholder": "09:00"}, **kwargs)

    @override
    def process_data(self, value: Any) -> None:
        self.data = value.strftime("%H:%M") if isinstance(value, time) else ""

    def read(self) -> None:
        """Understand what was typed.

        Raises:
            ValidationError: it is no time of day.
        """
        match = _TIME.fullmatch((self.data or "").strip())
        if self.data and match is None:
            raise ValidationError(_("Enter a time from 00:00 to 23:59, for example 17:00."))
        self.of_day = time(int(match[1]), int(match[2])) if match else None


def moment_at(local: datetime, zone: str, choice: DstChoice | None = None) -> LocalMoment:
    """Return the moment of a naive wall time in a zone.

    Raises:
        UnknownZoneError, TimeOutOfRangeError: as `resolve_local_time`.
    """
    resolved = resolve_local_time(local, zone, choice)
    kept = choice if resolved.outcome is DstOutcome.FOLD else None
    return LocalMoment(resolved.wall, zone, kept, resolved.instant_utc)


def _reading_of(instant: datetime, local: datetime, zone: str) -> DstChoice | None:
    options = resolve_local_time(local, zone).options
    return next((option.choice for option in options if option.instant_utc == instant.astimezone(UTC)), None)


def _day(text: str) -> date | None:
    return parse_day(text)


def _clock(text: str) -> time | None:
    """Read `9:00`, `09.00`, `9h00` or `09:00:00`; seconds are dropped."""
    if not text:
        return None
    match = re.fullmatch(r"(\d{1,2})[:.h](\d{2})(?::\d{2}(?:\.\d+)?)?", text, re.ASCII)
    hour, minute = (int(match[1]), int(match[2])) if match else (24, 0)
    if hour > 23 or minute > 59:
        raise ValueError(_("Enter the time from 00:00 to 23:59, for example 09:30."))
    return time(hour, minute)


def _missing(day: date | None) -> str:
    return _("Enter the date as well.") if day is None else _("Enter the time as well.")


def _doubt(resolved: Resolved, local: datetime, zone: str) -> str:
    names: Mapping[str, str] = {"time": local.strftime("%H:%M"), "day": day_short(local), "place": zone_city(zone)}
    if resolved.outcome is DstOutcome.GAP:
        return _(
            "On %(day)s clocks in %(place)s go forward and skip %(time)s. Choose the time you mean.",
            **names,
        )
    return _("On %(day)s clocks in %(place)s go back and show %(time)s twice. Choose the one you mean.", **names)
