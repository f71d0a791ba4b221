"""An item's copy as it is sent to people outside, with what they have to know above it."""

from flask_babel import gettext as _

from scheduler.agenda.visibility_sql import concealed
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.post_text import hashtag_line
from scheduler.content.domain.workflow import State
from scheduler.content.exports.protocol import Document
from scheduler.content.queries.items import Seen
from scheduler.dates.timezones import in_zone
from scheduler.web.template_filters import clock, day, zone_label


def export_document(seen: Seen) -> Document:
    """Return the current copy of an item for whoever may read it.

    Above it stands whether it may be used: that it is not signed off, and until when it is under embargo.
    """
    text = seen.words
    return Document(
        notices=tuple(notice for notice in (_state_notice(seen), _embargo_notice(seen)) if notice),
        title=text.title,
        byline=", ".join(part for part in (text.byline, text.byline_role) if part),
        notes=tuple(part for part in (_warning(text), text.disclaimer) if part),
        body=text.body,
        call_to_action=text.call_to_action,
        after=tuple(part for part in (hashtag_line(text.hashtags), _credit(text), _alt_text(text)) if part),
    )


def _state_notice(seen: Seen) -> str:
    """Return why the copy must not be used; empty when it may."""
    match State(seen.item.state):
        case State.IDEA | State.DRAFT | State.IN_REVIEW:
            return _("DRAFT, version %(number)s: not signed off, do not publish", number=seen.version.number)
        case State.WITHDRAWN:
            return _("RETRACTED: do not use")
        case State.CANCELLED:
            return _("CANCELLED: do not use")
        case _:
            return ""


def _embargo_notice(seen: Seen) -> str:
    """Return until when it is under embargo, with the zone in words; for a release without embargo that it has none."""
    guard = seen.item.guard
    if concealed(guard):
        if guard.held or guard.embargo_at is None:
            return _("UNDER EMBARGO with no end date: do not publish")
        zone = guard.embargo_zone or "UTC"
        at = in_zone(guard.embargo_at, zone)
        return _(
            "EMBARGOED UNTIL %(time)s (%(zone)s), %(day)s: do not publish before",
            time=clock(at),
            zone=zone_label(zone, guard.embargo_at),
            day=day(at.date()),
        )
    is_release = Kind(seen.item.kind) is Kind.PRESS_RELEASE
    return _("FOR IMMEDIATE RELEASE") if is_release and not _state_notice(seen) else ""


def _warning(text: ItemText) -> str:
    return _("Content warning: %(text)s", text=text.content_warning) if text.content_warning else ""


def _credit(text: ItemText) -> str:
    return _("Photo: %(credit)s", credit=text.photo_credit) if text.photo_credit else ""


def _alt_text(text: ItemText) -> str:
    return _("Alt text: %(text)s", text=text.alt_text) if text.alt_text else ""
