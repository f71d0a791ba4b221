"""Says of every row of a spreadsheet what item it would become, and what stands in the way. Writes nothing."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from scheduler.addresses import is_web_address
from scheduler.agenda.services.entry_drafts import AllDay, Timed, When
from scheduler.content.domain.import_columns import Target
from scheduler.content.domain.import_settings import LEFT_OUT, ImportSettings, Offers, same_text, value_key
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import MAX_CHARS, Field, Kind
from scheduler.content.domain.links import MAX_LINK_CHARS
from scheduler.content.services.item_plan import ItemPlan
from scheduler.dates.meant_zones import is_plain_zone, zones_meant
from scheduler.dates.timezones import DstChoice, TimeOutOfRangeError, in_zone, resolve_local_time, zone_names
from scheduler.dates.written import DayOrder, WrittenDay, is_doubtful, read_day, read_time, shown_orders
from scheduler.messages import N_, Message, message, shown
from scheduler.web.text_rules import forbidden_in_line, forbidden_in_prose, is_blank, normalise_line, normalise_prose

_OFFSET = re.compile(r"(?:utc|gmt)?([+\-\u2212])([0-9]{1,2})(?::?([0-5][0-9]))?")
_PARTS = re.compile(r"[,;/|\n]+")
_MOST_HOURS = 14

UsualChannels = Callable[[Kind], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said of a cell; an error keeps its row from being imported."""

    target: Target
    message: Message
    is_error: bool = True


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A text that means no value by itself, what it may be taken for, and what was chosen."""

    target: Target
    text: str
    options: tuple[tuple[str, str], ...]
    chosen: str = ""

    @property
    def key(self) -> str:
        """Return what names it among the chosen values."""
        return value_key(self.target, self.text)


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row as it would be imported; `plan` is None while it cannot be."""

    number: int
    text: ItemText
    when: When | None
    plan: ItemPlan | None
    remarks: tuple[Remark, ...]
    cells: Mapping[Target, str]
    is_double: bool = False

    @property
    def has_errors(self) -> bool:
        """Say whether something keeps it from being imported."""
        return any(one.is_error for one in self.remarks)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """All rows, the texts that need a choice, and whether the order of day and month has to be chosen."""

    rows: tuple[PlannedRow, ...]
    unmatched: tuple[Unmatched, ...]
    asks_order: bool
    order: DayOrder | None


@dataclass(frozen=True, slots=True)
class Known:
    """What rows are compared with: today where the person is, and titles by day of what they may read."""

    today: date
    titles: Collection[tuple[str, date]]
    usual_channels: UsualChannels


def plan_rows(
    rows: Sequence[tuple[int, Sequence[str]]], settings: ImportSettings, offers: Offers, known: Known
) -> ImportPlan:
    """Return what rows below the header become.

    Args:
        rows: number and cells of each.
        settings: what was chosen for the file.
        offers: what the person may choose from.
        known: what there is already.
    """
    cells = [(number, _by_target(row, settings)) for number, row in rows]
    days = {text: read_day(text) for _number, row in cells if (text := row.get(Target.DAY, ""))}
    read = [day for day in days.values() if day is not None]
    orders = shown_orders(read)
    order = next(iter(orders)) if len(orders) == 1 else settings.order
    planner = _Planner(settings, offers, known, days, order)
    planned = tuple(planner.row(number, row) for number, row in cells)
    return ImportPlan(planned, tuple(planner.unmatched.values()), is_doubtful(read) and len(orders) != 1, order)


def days_of(rows: Sequence[tuple[int, Sequence[str]]], settings: ImportSettings) -> frozenset[date]:
    """Return every day that the rows may mean, in either order."""
    column = settings.columns.get(Target.DAY)
    texts = {row[column] for _number, row in rows if column is not None and column < len(row)}
    read = [day for text in texts if (day := read_day(text))]
    return frozenset(one for day in read for one in (day.day_first, day.month_first) if one is not None)


def _by_target(row: Sequence[str], settings: ImportSettings) -> dict[Target, str]:
    return {target: row[column] for target, column in settings.columns.items() if column < len(row) and row[column]}


@dataclass
class _Planner:
    """Reads one row after the other; `unmatched` and `seen` grow with them."""

    settings: ImportSettings
    offers: Offers
    known: Known
    days: Mapping[str, WrittenDay | None]
    order: DayOrder | None
    unmatched: dict[str, Unmatched] = field(default_factory=dict)
    seen: dict[tuple[str, date], int] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def row(self, number: int, cells: Mapping[Target, str]) -> PlannedRow:
        """Return what a row becomes."""
        self.remarks = []
        text = ItemText(title=self._title(cells), body=self._text_of(cells))
        when = self._when(cells)
        plan = self._plan(cells, when)
        is_double = self._double(number, text.title, when)
        remarks = tuple(self.remarks)
        is_whole = not any(one.is_error for one in remarks)
        return PlannedRow(number, text, when, plan if is_whole else None, remarks, cells, is_double)

    def _plan(self, cells: Mapping[Target, str], when: When | None) -> ItemPlan:
        organisation = self._organisation(cells)
        kind = Kind(self._value(Target.KIND, cells.get(Target.KIND, "")) or self.settings.kind)
        campaign = self._value(Target.CAMPAIGN, cells.get(Target.CAMPAIGN, "")) or self.settings.campaign
        return ItemPlan(
            kind=kind,
            organisation_id=organisation,
            owner_id=self._owner(cells, organisation),
            when=when,
            campaign_id=self.offers.campaign_ids.get(campaign),
            channels=self._channels(cells) or self.known.usual_channels(kind),
            outside_link=self._link(cells),
            public_when_published=self.settings.public_when_published,
            sharing=self.settings.sharing,
        )

    def _note(self, target: Target, why: Message, *, is_error: bool = True) -> None:
        self.remarks.append(Remark(target, why, is_error))

    def _title(self, cells: Mapping[Target, str]) -> str:
        title = normalise_line(" ".join(cells.get(Target.TITLE, "").splitlines()))
        if not title or is_blank(title):
            self._note(Target.TITLE, Message(N_("Enter a title.")))
        elif forbidden_in_line(title) is not None:
            self._note(Target.TITLE, Message(N_("The title contains a hidden character. Type it again.")))
        self._check_length(Target.TITLE, title, MAX_CHARS[Field.TITLE])
        return title

    def _text_of(self, cells: Mapping[Target, str]) -> str:
        text = normalise_prose(cells.get(Target.COPY, ""))
        if forbidden_in_prose(text) is not None:
            self._note(Target.COPY, Message(N_("The copy contains a hidden character. Type it again.")))
        self._check_length(Target.COPY, text, MAX_CHARS[Field.BODY])
        return text

    def _link(self, cells: Mapping[Target, str]) -> str:
        link = normalise_line(cells.get(Target.LINK, ""))
        if link and (forbidden_in_line(link) is not None or not is_web_address(link)):
            self._note(Target.LINK, Message(N_("Enter a full link that starts with https:// or http://.")))
        self._check_length(Target.LINK, link, MAX_LINK_CHARS)
        return link

    def _check_length(self, target: Target, text: str, most: int) -> None:
        if len(text) > most:
            self._note(target, message(N_("This is too long: the limit is %(limit)s characters."), limit=most))

    def _value(self, target: Target, text: str) -> str:
        """Return the value that a text means or was said to mean; empty for none, and for what is to be left out."""
        if not text:
            return ""
        meant = self.offers.meant(target, text)
        if meant is not None:
            return meant
        chosen = self._chosen(target, text, tuple(self.offers.labels[target].items()))
        if not chosen:
            why = message(N_("“%(text)s” is not known here. Choose above what it means."), text=shown(text))
            self._note(target, why)
        return "" if chosen == LEFT_OUT else chosen

    def _chosen(self, target: Target, text: str, options: tuple[tuple[str, str], ...]) -> str:
        """Return what was chosen for a text, and remember that it needs that choice."""
        chosen = self.settings.values.get(value_key(target, text), "")
        if chosen != LEFT_OUT and chosen not in {value for value, _label in options}:
            chosen = ""
        one = Unmatched(target, text, options, chosen)
        self.unmatched.setdefault(one.key, one)
        return chosen

    def _organisation(self, cells: Mapping[Target, str]) -> int:
        text = cells.get(Target.ORGANISATION, "")
        known = self._value(Target.ORGANISATION, text)
        found = int(known) if known else self.settings.organisation_id
        if found not in self.offers.own:
            name = self.offers.organisations.get(found, shown(text))
            why = message(N_("You cannot plan content for “%(name)s”. Ask one of its leads or editors."), name=name)
            self._note(Target.ORGANISATION, why)
        return found

    def _owner(self, cells: Mapping[Target, str], organisation: int) -> int | None:
        known = self._value(Target.OWNER, cells.get(Target.OWNER, ""))
        if not known:
            return None
        if int(known) not in self.offers.staff.get(organisation, frozenset()):
            self._note(Target.OWNER, Message(N_("The owner has to be a lead or an editor of the row’s organisation.")))
        return int(known)

    def _channels(self, cells: Mapping[Target, str]) -> tuple[str, ...]:
        parts = (part.strip() for part in _PARTS.split(cells.get(Target.CHANNELS, "")))
        found = (self._value(Target.CHANNELS, part) for part in parts if part)
        return tuple(dict.fromkeys(one for one in found if one))

    def _when(self, cells: Mapping[Target, str]) -> When | None:
        text = cells.get(Target.DAY, "")
        written = self.days.get(text)
        if not text or written is None:
            why = N_("Choose a publish date. A guess will do: you can move it later.") if not text else _NO_DAY
            self._note(Target.DAY, Message(why))
            return None
        day = written.day(self.order)
        if day is None:
            why = _OTHER_ORDER if self.order else N_("Choose above whether the day or the month comes first.")
            self._note(Target.DAY, Message(why))
            return None
        if day < self.known.today:
            self._note(Target.DAY, Message(N_("This date has passed.")), is_error=False)
        clock, zone = self._clock(cells, written)
        if clock is None:
            return AllDay(day, day)
        return self._timed(datetime.combine(day, clock), zone or cells.get(Target.ZONE, ""))

    def _clock(self, cells: Mapping[Target, str], written: WrittenDay) -> tuple[time | None, str]:
        text = cells.get(Target.TIME, "")
        if not text:
            return written.clock, written.zone
        # A spreadsheet may keep a time as a moment of its first day.
        as_moment = read_day(text)
        read = (as_moment.clock, "") if as_moment is not None and as_moment.clock else read_time(text)
        if read is None:
            self._note(Target.TIME, Message(N_("Enter the time from 00:00 to 23:59, for example 09:30.")))
            return None, ""
        if written.clock is not None and written.clock != read[0]:
            self._note(Target.TIME, Message(N_("The date has another time. Remove one of the two.")))
        return read

    def _timed(self, local: datetime, zone_text: str) -> When | None:
        offset = _offset(zone_text)
        try:
            if offset is not None:
                return self._at_offset(local, offset, zone_text)
            zone = self._zone(local, zone_text)
            return self._resolved(local, zone) if zone else None
        except (OverflowError, TimeOutOfRangeError):
            self._note(Target.DAY, Message(N_("Choose a date closer to today.")))
            return None

    def _at_offset(self, local: datetime, offset: timedelta, zone_text: str) -> Timed:
        """Return the moment that an offset says, by the clocks of the file's zone."""
        zone = "UTC" if zone_text in {"z", "utc"} else self.settings.zone
        at = (local - offset).replace(tzinfo=UTC)
        there = in_zone(at, zone).replace(tzinfo=None, fold=0)
        if there != local:
            why = N_("%(typed)s %(offset)s is %(there)s in %(zone)s.")
            times = {"typed": local.strftime("%H:%M"), "there": there.strftime("%Y-%m-%d %H:%M")}
            self._note(Target.TIME, message(why, offset=zone_text.upper(), zone=zone, **times), is_error=False)
        return Timed(there, zone, at=at)

    def _zone(self, local: datetime, text: str) -> str:
        """Return the zone of a time: that of its cell, else that of the file; empty where a choice is needed."""
        if not text:
            return self.settings.zone
        name = _plain_zones().get(same_text(text).replace(" ", "_"))
        if name:
            return name
        options = tuple((zone, zone) for zone in zones_meant(text, local))
        chosen = self._chosen(Target.ZONE, text, options)
        if not chosen:
            why = message(N_("“%(text)s” may be several time zones, or none. Choose above."), text=shown(text))
            self._note(Target.ZONE, why)
        return self.settings.zone if chosen == LEFT_OUT else chosen

    def _resolved(self, local: datetime, zone: str) -> When | None:
        resolved = resolve_local_time(local, zone)
        if not resolved.options:
            return Timed(local, zone, at=resolved.instant_utc)
        # As in the fields for a time: where clocks change, the person says which of both is meant.
        written = f"{local:%Y-%m-%d %H:%M} {zone}"
        offsets = ((one.choice.value, one.local.isoformat(" ", "minutes")) for one in resolved.options)
        chosen = self._chosen(Target.TIME, written, tuple(offsets))
        if chosen not in set(DstChoice):
            why = message(N_("Clocks change: %(time)s is not one moment there. Choose above."), time=written)
            self._note(Target.TIME, why)
            return None
        resolved = resolve_local_time(local, zone, DstChoice(chosen))
        return Timed(resolved.wall, zone, at=resolved.instant_utc)

    def _double(self, number: int, title: str, when: When | None) -> bool:
        if when is None or not title:
            return False
        day = when.local_start.date() if isinstance(when, Timed) else when.first_day
        place = (same_text(title), day)
        earlier = self.seen.setdefault(place, number)
        if earlier != number:
            why = message(N_("Row %(row)s has the same title and day."), row=earlier)
            self._note(Target.TITLE, why, is_error=False)
        elif place in self.known.titles:
            why = Message(N_("There is content with this title on this day already."))
            self._note(Target.TITLE, why, is_error=False)
        else:
            return False
        return True


_NO_DAY = N_("This is no date that can be read. Write it as year-month-day, for example 2027-07-30.")
_OTHER_ORDER = N_("Day and month do not fit the order of the other dates. Write it as year-month-day.")


def _offset(text: str) -> timedelta | None:
    """Return the offset from UTC that a text says in numbers."""
    if text in {"z", "utc"}:
        return timedelta(0)
    found = _OFFSET.fullmatch(text.casefold().replace(" ", ""))
    if found is None or int(found[2]) > _MOST_HOURS:
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return offset if found[1] == "+" else -offset


@cache
def _plain_zones() -> dict[str, str]:
    return {name.casefold(): name for name in zone_names() if is_plain_zone(name)}
