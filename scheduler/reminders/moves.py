"""What a notice says of a day or an embargo that has moved: the new one, and the old one."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from flask_babel import gettext as _

from scheduler.outbox.rendering import NothingToSay
from scheduler.reminders.details import NO_DETAILS, Asked, Details
from scheduler.reminders.when_words import days_words, moment_words, when_words

MOVED_BACK = NothingToSay("moved_back")


def move_details(asked: Asked) -> Details | NothingToSay:
    """Return the old and the new date, as the reader's clocks show them; nothing to say if it is back where it was.

    The new one is that of now: of several moves before the mail leaves, the last one counts.
    """
    if "was_at" in asked.facts:
        return _embargo_moved(asked)
    new, old = when_words(asked.entry, asked.zone), _old_words(asked)
    if not new:
        return NO_DETAILS
    if not old:
        return NO_DETAILS if "to_day" not in asked.facts else _first_date(asked, new)
    if old == new:
        return MOVED_BACK
    if old[0] == new[0]:
        # Where the reader is, clocks show the same: the place has another zone, and so another time there.
        return Details(sentence=_("Its time is now given in another time zone."), rows=_pair(new[-1], old[-1]))
    sentence = _("New date: %(new)s. It was %(old)s.", new=new[0], old=old[0])
    return Details(sentence=sentence, rows=_both(new, old))


def clock_details(asked: Asked) -> Details | NothingToSay:
    """Return how new clock rules move a moment for its reader; where it takes place, clocks show what they did."""
    if "was_at" in asked.facts:
        old, new = (moment_words(_instant(asked.facts[name]), asked.zone) for name in ("was_at", "is_at"))
        heading = _("New clock rules move an embargo: %(title)s", title=asked.title)
        return Details(
            heading=heading, sentence=_clock_sentence(new, old), rows=((_("Lifts"), new), (_("Before"), old))
        )
    lines, before = when_words(asked.entry, asked.zone), _old_words(asked)
    if not lines or not before:
        return NO_DETAILS
    if asked.entry.starts_at is not None and asked.facts.get("from_at") == int(asked.entry.starts_at.timestamp()):
        return MOVED_BACK
    return Details(sentence=_clock_sentence(lines[0], before[0]), rows=_both(lines, before))


def _clock_sentence(new: str, old: str) -> str:
    return _("The rules for clocks have changed there: by your clocks it is %(new)s, not %(old)s.", new=new, old=old)


def _embargo_moved(asked: Asked) -> Details:
    old, new = (moment_words(_instant(asked.facts[name]), asked.zone) for name in ("was_at", "is_at"))
    return Details(
        heading=_("Embargo moved: %(title)s", title=asked.title),
        sentence=_("%(actor)s has moved the embargo. It lifts on %(new)s.", actor=asked.actor, new=new),
        rows=((_("Lifts"), new), (_("Before"), old)),
        action=_("See the embargo"),
    )


def _first_date(asked: Asked, new: list[str]) -> Details:
    return Details(
        heading=_("Date set: %(title)s", title=asked.title),
        sentence=_("This now has a date: %(new)s.", new=new[0]),
        rows=((_("Date"), new[0]), *((_("On the spot"), line) for line in new[1:])),
    )


def _both(new: list[str], old: list[str]) -> tuple[tuple[str, str], ...]:
    spot = ((_("On the spot"), new[1]),) if len(new) > 1 else ()
    return ((_("New date"), new[0]), *spot, (_("Old date"), old[0]))


def _pair(new: str, old: str) -> tuple[tuple[str, str], ...]:
    return ((_("Now"), new), (_("Before"), old))


def _old_words(asked: Asked) -> list[str]:
    """Return when it was before; empty when nobody has said, or there was no date."""
    facts: Mapping[str, Any] = asked.facts
    if "from_at" in facts:
        moment = _instant(facts["from_at"])
        zones = [asked.zone] if asked.entry.zone in {None, asked.zone} else [asked.zone, str(asked.entry.zone)]
        return [moment_words(moment, zone) for zone in zones]
    if "from_day" in facts:
        first = date.fromordinal(facts["from_day"])
        return [days_words(first, date.fromordinal(facts.get("from_last", facts["from_day"])))]
    return []


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
