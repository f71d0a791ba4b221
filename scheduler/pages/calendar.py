"""The calendar: a day, a week, a month, a quarter, a year, or a list."""

from functools import partial

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import current_actor, current_person, members_only, public
from scheduler.accounts.page_context import reader_today, reader_zone
from scheduler.agenda.access import viewer
from scheduler.dates.timezones import day_start
from scheduler.pages.calendar_address import ANY_DAY, Shown, day_asked_for
from scheduler.pages.calendar_page import calendar_page, holds, period_title
from scheduler.pages.day_forms import forms_for
from scheduler.pages.domain.periods import View
from scheduler.pages.filters import choices_for
from scheduler.pages.labels import TURN_NAMES, VIEW_NAMES, shared_labels
from scheduler.pages.month import Reader
from scheduler.pages.move_links import move_path
from scheduler.pages.view_links import MOST_UNFOLDED, Opener, asked_of_feed, view_links
from scheduler.web.request import now, session

blueprint = Blueprint("calendar", __name__)
blueprint.context_processor(shared_labels)


@blueprint.get("/calendar")
@public
def index() -> ResponseReturnValue:
    """Some days as `view` says, around a `month` or a `day`, narrowed down by filters."""
    shown = _shown()
    return redirect(shown.path) if shown.period.view is View.DAY else _page(shown)


@blueprint.get("/calendar/<day>")
@public
def show_day(day: str) -> ResponseReturnValue:
    """All of one day."""
    return _page(_shown().on(View.DAY, day_asked_for(day) or abort(404)))


@blueprint.get("/calendar/<day>/add")
@members_only
def add(day: str) -> ResponseReturnValue:
    """What the reader may add on a day."""
    asked = day_asked_for(day) or abort(404)
    return render_template("pages/add_on_day.html", day=asked, forms=forms_for(current_actor()) or abort(403))


def _shown() -> Shown:
    return Shown.parse(request.args, viewer(), reader_zone(), reader_today())


def _page(shown: Shown) -> str:
    period, choices = shown.period, choices_for(session(), viewer())
    opener = Opener(current_actor(), viewer(), reader_zone(), reader_today()) if viewer().is_member else None
    return render_template(
        "pages/calendar.html",
        shown=shown,
        period=period,
        title=period_title(period),
        views=[(name, shown.seen_as(view, reader_today()), view is period.view) for view, name in VIEW_NAMES.items()],
        turns=TURN_NAMES[period.view],
        today=reader_today(),
        is_present=holds(period, reader_today()),
        begins_at=day_start(period.day, reader_zone()),
        choices=choices,
        add_path=url_for(".add", day=ANY_DAY) if current_person() and forms_for(current_actor()) else None,
        move_path=partial(move_path, viewer=viewer()),
        saved=view_links(session(), opener, choices, shown) if opener else None,
        unfolded=MOST_UNFOLDED,
        asked_of_feed=asked_of_feed(shown),
        page=calendar_page(session(), Reader(viewer(), reader_zone(), now()), shown, choices),
        now=now(),
    )
