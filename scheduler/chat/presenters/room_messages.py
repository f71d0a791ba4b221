"""What rooms are posted, written as it leaves: what is coming, what was published, and that a test has arrived.

Who is in a room nobody knows, so it gets what any member of its organisation sees in lists: the viewer is in no embargo
group, and what is under embargo has its placeholder title, or is not there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from scheduler.accounts.reading import short_names
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.kind_labels import KIND_NAMES
from scheduler.agenda.models import EntryKind, EntryStatus
from scheduler.agenda.reading import EntryView, Selection, Window, entry_views, seen_entries, views_of
from scheduler.agenda.services.changes import ChangeKind
from scheduler.agenda.windows import entries_for_each
from scheduler.chat.domain.chat_messages import MOST_LINES, ChatLine, ChatMessage, ChatSection
from scheduler.chat.domain.rooms import DAYS_AHEAD, ChatKind, Topic
from scheduler.chat.models import ChatRoom
from scheduler.dates.timezones import in_zone
from scheduler.outbox.models import Message
from scheduler.web.template_filters import clock, day_short, zone_label
from scheduler.web.time_labels import days_label, moment_label
from scheduler.web.translations import in_language

CALENDAR = "/calendar"
OWN_KINDS = (EntryKind.CAMPAIGN, EntryKind.CONTENT, EntryKind.DEADLINE)


@dataclass(frozen=True, slots=True)
class RoomWriter:
    """Writes messages for rooms; links begin with `base_url`."""

    session: Session
    base_url: str

    def write(self, room: ChatRoom, message: Message) -> ChatMessage | None:
        """Return a message in the room's language; None if there is nothing to say."""
        kind = ChatKind(message.kind)
        with in_language(room.language):
            match kind:
                case ChatKind.TEST:
                    return _test(room)
                case ChatKind.PUBLISHED:
                    return self._published(room, message.entry_id)
                case ChatKind.DATE:
                    return self._dates(room, message.payload["changes"])
                case _:
                    return self._coming(room, kind, date.fromisoformat(message.payload["day"]))

    def _published(self, room: ChatRoom, entry_id: int | None) -> ChatMessage | None:
        """Return what tells of published content, if the room's organisation sees it as its own and as published."""
        ours = Selection.parse({"organisation": [str(room.organisation_id)]}, listed_only=False).values
        selection = Selection(ours, listed_only=False, among=frozenset({entry_id or 0}))
        found = views_of(self.session, seen_entries(Viewer.staff_of(room.organisation_id), selection))
        entry = next((one for one in found if one.state == "published"), None)
        if entry is None:
            return None
        names = short_names(self.session, {entry.organisation_id} if entry.organisation_id else set())
        note = " · ".join(filter(None, (entry.label, *names.values())))
        return ChatMessage(_("Published"), (ChatSection("", (ChatLine(entry.title, self._link(entry), note),)),))

    def _dates(self, room: ChatRoom, changes: Sequence[Mapping[str, Any]]) -> ChatMessage | None:
        """Return what tells of dates that changed, of what the room's organisation sees in full, as it is now."""
        changed = {int(one["entry"]): ChangeKind(one["change"]) for one in changes}
        views = entry_views(self.session, Viewer.staff_of(room.organisation_id), list(changed))
        lines = tuple(
            ChatLine(views[ident].title, self._link(views[ident]), _date_note(views[ident], kind))
            for ident, kind in changed.items()
            if ident in views and not views[ident].concealed
        )
        return self._with_last(ChatMessage(_("Dates that changed"), (ChatSection("", lines),))) if lines else None

    def _coming(self, room: ChatRoom, kind: ChatKind, first: date) -> ChatMessage | None:
        days = [first + timedelta(days=number) for number in range(DAYS_AHEAD[kind])]
        window, viewer = Window(days[0], days[-1]), Viewer.staff_of(room.organisation_id)
        asked = [(window, selection) for selection in _selections(room)]
        found = entries_for_each(self.session, viewer, asked) if asked else ()
        by_day: dict[date, list[EntryView]] = {one: [] for one in days}
        for entry in _apart(entry for part in found for entry in part):
            if entry.first_day in by_day and entry.status != EntryStatus.CANCELLED:
                by_day[entry.first_day].append(entry)
        sections = tuple(
            ChatSection(_heading(kind, one, first), tuple(self._line(entry) for entry in sorted(entries, key=_order)))
            for one, entries in by_day.items()
            if entries
        )
        title = _("Today and tomorrow") if kind is ChatKind.DAY else _("The week ahead")
        message = ChatMessage(title, sections)
        return self._with_last(message) if sections else None

    def _with_last(self, message: ChatMessage) -> ChatMessage:
        more = message.line_count - MOST_LINES
        text = ngettext("%(num)s more in the calendar", "%(num)s more in the calendar", more) if more > 0 else ""
        return ChatMessage(
            message.title, message.sections, ChatLine(text or _("Open the calendar"), self.base_url + CALENDAR)
        )

    def _line(self, entry: EntryView) -> ChatLine:
        note = str(KIND_NAMES[entry.kind])
        if entry.starts_at is not None and entry.zone is not None:
            at = clock(in_zone(entry.starts_at, entry.zone))
            note = f"{note}, {at} ({zone_label(entry.zone, entry.starts_at)})"
        return ChatLine(entry.title, self._link(entry), note)

    def _link(self, entry: EntryView) -> str:
        return self.base_url + entry.path if entry.path else ""


def _date_note(entry: EntryView, change: ChangeKind) -> str:
    """Say what became of a date; off is what is off now, whatever happened before."""
    if entry.status == EntryStatus.CANCELLED:
        return _("cancelled")
    when = days_label(entry.first_day, entry.last_day)
    if entry.starts_at is not None and entry.zone is not None:
        when = moment_label(entry.starts_at, entry.zone)
    match change:
        case ChangeKind.DATE_ANNOUNCED:
            return _("date announced: %(when)s", when=when)
        case ChangeKind.MOVED:
            return _("moved to %(when)s", when=when)
        case _:
            return _("reinstated: %(when)s", when=when)


def _test(room: ChatRoom) -> ChatMessage:
    line = ChatLine(_("Messages for “%(room)s” arrive here.", room=room.name))
    return ChatMessage(_("Test message"), (ChatSection("", (line,)),))


def _selections(room: ChatRoom) -> Iterator[Selection]:
    kinds = {
        Topic.DAYS: [EntryKind.EDITION],
        Topic.EVENTS: [EntryKind.EVENT, EntryKind.MILESTONE],
    }
    for topic, among in kinds.items():
        if topic in room.topics:
            yield Selection.parse({"kind": among})
    if Topic.OWN in room.topics:
        # Of what is under embargo nobody is told whose it is.
        yield Selection.parse({"kind": OWN_KINDS, "organisation": [str(room.organisation_id)]})


def _apart(entries: Iterable[EntryView]) -> Iterator[EntryView]:
    """Yield each entry once; a deadline that many organisations have with the same text is one."""
    seen: set[object] = set()
    for entry in entries:
        key = (entry.title, entry.path, entry.first_day) if entry.kind == EntryKind.DEADLINE else entry.id
        if key not in seen:
            yield entry
        seen.add(key)


def _heading(kind: ChatKind, one: date, first: date) -> str:
    if kind is ChatKind.WEEK:
        return day_short(one)
    return _("Today, %(day)s", day=day_short(one)) if one == first else _("Tomorrow, %(day)s", day=day_short(one))


def _order(entry: EntryView) -> tuple[bool, float, str, int]:
    moment = entry.starts_at.timestamp() if entry.starts_at is not None else 0
    return entry.starts_at is not None, moment, entry.title.casefold(), entry.id
