"""The preview of a launch wave: each item with its place and what there is to point out, and the wave drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from scheduler.content.domain.launch_wave import LEFT_OUT, Wave, WaveLine, WaveRemark, span
from scheduler.content.presenters.timeline_plot import Mark, timeline_plot
from scheduler.content.queries.items import Seen
from scheduler.dates.timezones import zone_city
from scheduler.web.template_filters import clock

_REMARKS = {
    WaveRemark.UNDER_EMBARGO: _l("Its embargo lifts later: choose a later time, or lift the embargo first."),
    WaveRemark.ON_HOLD: _l("It is on hold: release the hold first."),
    WaveRemark.CAMPAIGN_UNDER_EMBARGO: _l("The campaign’s embargo lifts later: choose a later time."),
    WaveRemark.PAST: _l("This time has passed: choose a later one."),
    WaveRemark.OUT_OF_RANGE: _l("This is outside the calendar: choose a date closer to today."),
    WaveRemark.RELIED_ON: _l("Signed off, approved or under embargo: others rely on its time. Tick it to move it."),
    WaveRemark.SCHEDULED: _l("It is scheduled. If you tick it, change the time in your publishing tool, too."),
    WaveRemark.SKIPPED_TIME: _l("Clocks skip this time there on that day, so it is the first one after."),
    WaveRemark.REPEATED_TIME: _l("Clocks show this time twice there on that day: this is the first one."),
    WaveRemark.SEVERAL_ZONES: _l("Its channels’ readers live in several zones, so it is the organisation’s time."),
    WaveRemark.UNKNOWN_ZONE: _l("Its zone is not known any more, so it is UTC."),
}


@dataclass(frozen=True, slots=True)
class WaveRow:
    """An item in the preview."""

    line: WaveLine
    public_id: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WavePreview:
    """What the wave would do; `plot` is SVG, empty if nothing can be placed."""

    rows: tuple[WaveRow, ...]
    plot: str
    left_out: int


def wave_preview(
    lines: Sequence[WaveLine],
    items: Sequence[Seen],
    wave: Wave,
    reader_zone: str,
    stopped: Mapping[int, Sequence[str]],
) -> WavePreview:
    """Return the preview for somebody in a zone; `stopped` says by id what would keep an item from its place."""
    names = names_of(items)
    rows = tuple(
        WaveRow(line, names[line.item.item_id], (*_remarks(line), *_reasons(stopped.get(line.item.item_id, ()))))
        for line in lines
    )
    left_out = sum(not LEFT_OUT.isdisjoint(line.remarks) for line in lines)
    return WavePreview(rows, _plot(lines, wave, reader_zone), left_out)


def _remarks(line: WaveLine) -> tuple[str, ...]:
    return tuple(str(_REMARKS[remark]) for remark in line.remarks)


def _reasons(reasons: Sequence[str]) -> tuple[str, ...]:
    if not reasons:
        return ()
    return (_("It could not be published at this time, so it would stay where it is."), *reasons)


def names_of(items: Sequence[Seen]) -> dict[int, str]:
    """Return the random names of items, by id."""
    return {one.item.id: one.item.public_id for one in items}


def _plot(lines: Sequence[WaveLine], wave: Wave, reader_zone: str) -> str:
    groups: dict[tuple[object, str], list[WaveLine]] = {}
    for line in lines:
        if line.at is not None:
            groups.setdefault((line.at, line.zone), []).append(line)
    marks = [mark for (_at, zone), group in groups.items() for mark in _marks(zone, group)]
    if not marks:
        return ""
    title = _("The wave, by clocks in %(place)s", place=zone_city(reader_zone))
    between = span([mark.at for mark in marks], wave)
    return timeline_plot(title, "; ".join(mark.label for mark in marks), marks, between, reader_zone)


def _marks(zone: str, group: Sequence[WaveLine]) -> list[Mark]:
    """Return one mark for all items that come out there at once."""
    first = group[0]
    if first.at is None or first.wall is None:
        return []
    count = ngettext("%(num)s item", "%(num)s items", len(group))
    label = f"{zone_city(zone)}, {clock(first.wall)} · {count}"
    return [Mark(first.at, label, all(line.is_blocked for line in group))]
