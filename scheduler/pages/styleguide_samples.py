"""What the style guide shows its components with: forms, a guard, entries, and the tokens of the style sheet."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField

from scheduler.agenda.models import EntryKind, EntryStatus
from scheduler.audit.presenters import HistoryLine
from scheduler.campaigns.domain.todo import Due, Urgency
from scheduler.pages.domain.day_lists import AgendaDay
from scheduler.pages.local_entries import LocalEntry
from scheduler.web.fields import (
    ChecksField,
    ChoiceField,
    DayField,
    LineField,
    ProseField,
    RadiosField,
    WebAddressField,
    ZoneField,
)
from scheduler.web.forms import TokenForm
from scheduler.web.local_time import LocalTimeField
from scheduler.web.pagination import Page

AT = datetime(2027, 7, 30, 9, 0, tzinfo=UTC)
ZONE = "Asia/Manila"
LONG = "Week of the Children and the Families of Migrant Workers Who Wait for Them at Home"
ARABIC = "اليوم العالمي لمكافحة الاتجار بالأشخاص"
CHOICES = [("release", "Press release"), ("post", "Post")]

_TOKEN = re.compile(r"^\s*--([\w-]+):\s*([^;]+);", re.MULTILINE)


class SampleForm(TokenForm):
    title = LineField("Title", max_chars=120, required=True)
    notes = ProseField("Notes", max_chars=5000)
    held_on = DayField("Day", required=True)
    starts = LocalTimeField("Starts", required=True)
    page = WebAddressField("Web page")
    zone = ZoneField("Time zone", required=True)
    kind = ChoiceField("Type", choices=CHOICES)
    how = RadiosField("Access", choices=[("coalition", "Coalition"), ("public", "Public")])
    channels = ChecksField("Channels", choices=[("x", "X"), ("instagram", "Instagram")])
    agreed = BooleanField("Remember me")


@dataclass(frozen=True, slots=True)
class SampleGuard:
    """An embargo as badges show it."""

    embargo_at: datetime | None = AT
    embargo_zone: str = ZONE
    held: bool = False
    revealed_at: datetime | None = None


def tokens(style_sheet: Path) -> dict[str, str]:
    """Return the custom properties of `tokens.css` by name, without the dashes before it."""
    return dict(_TOKEN.findall(style_sheet.read_text(encoding="utf-8")))


def samples() -> dict[str, Any]:
    """Return what the page fills its components with."""
    days = [date(2027, 7, 30), date(2027, 7, 31)]
    return {
        "form": SampleForm(formdata=None, prefix="right-"),
        "wrong": _refused(),
        "guard": SampleGuard(),
        "held": SampleGuard(held=True),
        "at": AT,
        "zone": ZONE,
        "first_day": days[0],
        "last_day": days[1],
        "dues": [_due(Urgency.OVERDUE, -2), _due(Urgency.SOON, 1), _due(Urgency.LATER, 9)],
        "history": [HistoryLine(AT, "Lena Ortiz", "changed the title")],
        "numbered": Page(items=range(10), number=4, per_page=10, total=95),
        "entries": _entries(),
        "agenda_days": [AgendaDay(days[0], tuple(_entries()))],
        "arabic": ARABIC,
        "long": LONG,
    }


def _refused() -> SampleForm:
    typed = MultiDict(
        {"wrong-page": "javascript:alert(1)", "wrong-starts-day": "2027-02-30", "wrong-starts-zone": ZONE}
    )
    form = SampleForm(formdata=typed, prefix="wrong-")
    form.validate()
    return form


def _due(urgency: Urgency, days: int) -> Due:
    return Due(AT.date() + timedelta(days), ZONE, AT + timedelta(days), urgency)


def _entries() -> list[LocalEntry]:
    first = AT.date()
    marks: list[dict[str, Any]] = [
        {"status": EntryStatus.CANCELLED},
        {"concealed": True, "embargo_at": AT, "embargo_zone": ZONE},
        {"status": EntryStatus.TENTATIVE},
    ]
    titles = ["World Day Against Trafficking in Persons", "Vigil", ARABIC, LONG]
    return [
        LocalEntry(
            id=number,
            title=titles[number % len(titles)],
            first_day=first,
            last_day=first,
            starts_at=AT if kind is EntryKind.EVENT else None,
            ends_at=None,
            zone=ZONE if kind is EntryKind.EVENT else None,
            kind=kind,
            path="/styleguide",
            **({"status": EntryStatus.CONFIRMED} | (marks[number - 4] if number >= 4 else {})),
        )
        for number, kind in enumerate(EntryKind)
    ]
