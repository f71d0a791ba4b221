"""What a notice says of a day or an embargo that has moved: the new one, and the old one."""

from datetime import UTC, date, datetime, timedelta

from flask_babel import gettext as _

from scheduler.outbox.rendering import NotSent
from scheduler.reminders.details import NO_DETAILS, Asked, Details
from scheduler.reminders.time_labels import time_label
from scheduler.web.time_labels import days_label, moment_label, span_label

MOVED_BACK = NotSent("moved_back")


def move_details(asked: Asked) -> Details | NotSent:
    """Return the old and the new date, as the reader's clocks show them; nothing to say if it is back where it was.

    The new one is that of now: of several moves before the mail leaves, the last one counts.
    """
    if "was_at" in asked.payload:
        return _embargo_moved(asked)
    new, old = _new_text(asked), _old_text(asked)
    if not new:
        return NO_DETAILS
    if not old:
        return NO_DETAILS if "to_day" not in asked.payload else _first_date(asked, new)
    if old == new:
        return MOVED_BACK
    if old[0] == new[0]:
        # Where the reader is, clocks show the same: the place has another zone, and so another time there.
        return Details(sentence=_("Its time is now given in another time zone."), rows=_pair(new[-1], old[-1]))
    sentence = _("New date: %(new)s. It was %(old)s.", new=new[0], old=old[0])
    return Details(sentence=sentence, rows=_both(new, old))


def clock_details(asked: Asked) -> Details | NotSent:
    """Return how new clock rules move a moment for its reader; where it takes place, clocks show what they did."""
    if "was_at" in asked.payload:
        old, new = (moment_label(_instant(asked.payload[name]), asked.zone) for name in ("was_at", "is_at"))
        heading = _("New clock rules move an embargo: %(title)s", title=asked.title)
        return Details(
            heading=heading, sentence=_clock_sentence(new, old), rows=((_("Lifts"), new), (_("Before"), old))
        )
    lines, before = _new_text(asked), _old_text(asked)
    if not lines or not before:
        return NO_DETAILS
    is_back = asked.entry.starts_at is not None and asked.entry.starts_at == _old_start(asked)
    if is_back and not _changes_length(asked):
        return MOVED_BACK
    return Details(sentence=_clock_sentence(lines[0], before[0]), rows=_both(lines, before))


def _clock_sentence(new: str, old: str) -> str:
    return _("The rules for clocks have changed there: by your clocks it is %(new)s, not %(old)s.", new=new, old=old)


def _embargo_moved(asked: Asked) -> Details:
    old, new = (moment_label(_instant(asked.payload[name]), asked.zone) for name in ("was_at", "is_at"))
    return Details(
        heading=_("Embargo moved: %(title)s", title=asked.title),
        sentence=_("%(actor)s moved the embargo. It now lifts on %(new)s.", actor=asked.actor, new=new),
        rows=((_("Lifts"), new), (_("Before"), old)),
        action=_("See the embargo"),
    )


def _first_date(asked: Asked, new: list[str]) -> Details:
    return Details(
        heading=_("Date set: %(title)s", title=asked.title),
        sentence=_("This now has a date: %(new)s.", new=new[0]),
        rows=((_("Date"), new[0]), *((_("Original time zone"), line) for line in new[1:])),
    )


def _both(new: list[str], old: list[str]) -> tuple[tuple[str, str], ...]:
    spot = ((_("Original time zone"), new[1]),) if len(new) > 1 else ()
    return ((_("New date"), new[0]), *spot, (_("Old date"), old[0]))


def _pair(new: str, old: str) -> tuple[tuple[str, str], ...]:
    return ((_("Now"), new), (_("Before"), old))


def _new_text(asked: Asked) -> list[str]:
    """Return when it is now, with its end if that is not as long after its start as it was."""
    label, entry = time_label(asked.entry, asked.zone), asked.entry
    if not label or entry.starts_at is None or not _changes_length(asked):
        return label
    return [span_label(entry.starts_at, entry.ends_at, zone) for zone in _zones(asked)]


def _old_text(asked: Asked) -> list[str]:
    """Return when it was before, in the same way; empty when nobody has said, or there was no date."""
    start, payload = _old_start(asked), asked.payload
    if start is not None:
        end = _old_end(asked) if _changes_length(asked) else None
        return [span_label(start, end, zone) for zone in _zones(asked)]
    if "from_day" in payload:
        first = date.fromordinal(payload["from_day"])
        return [days_label(first, date.fromordinal(payload.get("from_last", payload["from_day"])))]
    return []


def _zones(asked: Asked) -> list[str]:
    """Return the reader's zone, and that of the place if it is another."""
    return [asked.zone] if asked.entry.zone in {None, asked.zone} else [asked.zone, str(asked.entry.zone)]


def _changes_length(asked: Asked) -> bool:
    """Say whether something with a time takes longer or less long than before, or has an end now, or none any more."""
    start = _old_start(asked)
    new = _length(asked.entry.starts_at, asked.entry.ends_at)
    return start is not None and _length(start, _old_end(asked)) != new


def _length(start: datetime | None, end: datetime | None) -> timedelta | None:
    return end - start if start is not None and end is not None else None


def _old_start(asked: Asked) -> datetime | None:
    return _instant(asked.payload["from_at"]) if "from_at" in asked.payload else None


def _old_end(asked: Asked) -> datetime | None:
    return _instant(asked.payload["from_until"]) if "from_until" in asked.payload else None


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
