"""The calendar: a month as a grid or a list, and one day with all that it holds."""

from datetime import timedelta

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import public
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import viewer
from scheduler.dates.spans import DateSpan
from scheduler.dates.timezones import day_of, day_start
from scheduler.pages.domain.day_lists import agenda_days
from scheduler.pages.domain.month_grid import grid_days, month_grid
from scheduler.pages.domain.months import Month
from scheduler.pages.domain.sort_order import day_order
from scheduler.pages.filters import Filters, choices_for
from scheduler.pages.labels import shared_labels
from scheduler.pages.month import MAX_LANES, Reader, day_asked_for, entries_on, key_days, month_asked_for, neighbour
from scheduler.web.request import now, session

blueprint = Blueprint("calendar", __name__)
blueprint.context_processor(shared_labels)


@blueprint.get("/calendar")
@public
def index() -> ResponseReturnValue:
    """A month: `view=month` as a grid, `view=agenda` as a list."""
    today = day_of(now(), reader_zone())
    month = month_asked_for(request.args.get("month", ""), today)
    filters = Filters.parse(request.args, viewer())
    as_list = request.args.get("view") == "agenda"
    days = month.span if as_list else DateSpan(*grid_days(month))
    found = entries_on(session(), _reader(), days, filters)
    grid = (
        None
        if as_list
        else month_grid(
            month, found.entries, key_days=key_days(session(), _reader(), days, filters, found), max_lanes=MAX_LANES
        )
    )
    return render_template(
        "pages/calendar.html",
        month=month,
        previous=neighbour(month, -1),
        following=neighbour(month, 1),
        today=today,
        this_month=Month.of(today),
        filters=filters,
        choices=choices_for(session(), viewer()),
        found=found,
        grid=grid,
        days=agenda_days(found.entries, days) if as_list else (),
        now=now(),
    )


@blueprint.get("/calendar/<day>")
@public
def show_day(day: str) -> ResponseReturnValue:
    """All of one day."""
    asked = day_asked_for(day) or abort(404)
    filters = Filters.parse(request.args, viewer())
    found = entries_on(session(), _reader(), DateSpan(asked, asked), filters)
    return render_template(
        "pages/day.html",
        day=asked,
        begins_at=day_start(asked, reader_zone()),
        previous=day_asked_for((asked - timedelta(days=1)).isoformat()),
        following=day_asked_for((asked + timedelta(days=1)).isoformat()),
        month=Month.of(asked),
        today=day_of(now(), reader_zone()),
        filters=filters,
        choices=choices_for(session(), viewer()),
        found=found,
        entries=sorted(found.entries, key=day_order),
        now=now(),
    )


def _reader() -> Reader:
    return Reader(viewer(), reader_zone(), now())
