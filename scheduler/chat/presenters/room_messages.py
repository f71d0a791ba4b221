"""What rooms are posted, written as it leaves: what is coming, what was published, and that a test has arrived.

Who is in a room nobody knows, so it gets what any member of its organisation sees in lists: the viewer is in no embargo
group, and what is under embargo has its placeholder title, or is not there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from scheduler.accounts.reading import short_names
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.kind_labels import KIND_NAMES
from scheduler.agenda.models import EntryKind, EntryStatus
from scheduler.agenda.reading import EntryView, Selection, Window, entries_for_each, seen_entries, views_of
from scheduler.chat.domain.chat_messages import MOST_LINES, ChatLine, ChatMessage, ChatSection
from scheduler.chat.domain.rooms import DAYS_AHEAD, ChatKind, Topic
from scheduler.chat.models import ChatRoom
from scheduler.dates.timezones import in_zone
from scheduler.outbox.models import Message
from scheduler.web.template_filters import clock, day_short, zone_label
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
