"""The words for states and the tone in which each is shown; one place, so that a state looks the same everywhere."""

from dataclasses import dataclass

from flask import Flask
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext


@dataclass(frozen=True, slots=True)
class Badge:
    """How a state is written, and its tone: plain, doing, agreed, good, bad or locked."""

    label: str
    tone: str


STATES: dict[str, Badge] = {
    "idea": Badge(_l("Idea"), "plain"),
    "draft": Badge(lazy_pgettext("state", "Draft"), "plain"),
    "proposed": Badge(_l("Proposed"), "plain"),
    "tentative": Badge(_l("Tentative"), "plain"),
    "unannounced": Badge(_l("Date not announced"), "plain"),
    "open": Badge(lazy_pgettext("state", "Open"), "plain"),
    "closed": Badge(_l("Closed"), "plain"),
    "in_review": Badge(_l("In review"), "doing"),
    "active": Badge(_l("Active"), "doing"),
    "doing": Badge(_l("In progress"), "doing"),
    "waiting": Badge(lazy_pgettext("state", "Open"), "doing"),
    "invited": Badge(_l("Invited"), "doing"),
    "to_sign": Badge(_l("Awaiting sign-off"), "doing"),
    "approved": Badge(_l("Approved"), "agreed"),
    "signed": Badge(_l("Signed off"), "agreed"),
    "ready": Badge(_l("Ready"), "agreed"),
    "scheduled": Badge(_l("Scheduled"), "agreed"),
    "confirmed": Badge(_l("Confirmed"), "agreed"),
    "announced": Badge(_l("Announced"), "agreed"),
    "published": Badge(_l("Published"), "good"),
    "done": Badge(_l("Done"), "good"),
    "sent": Badge(_l("Sent"), "good"),
    "yes": Badge(_l("Signed off"), "good"),
    "corrected": Badge(_l("Corrected"), "good"),
    "suggestion_open": Badge(_l("Open suggestion"), "doing"),
    "suggestion_accepted": Badge(_l("Accepted"), "good"),
    "suggestion_declined": Badge(_l("Declined"), "plain"),
    "suggestion_obsolete": Badge(_l("Obsolete"), "plain"),
    "on_time": Badge(_l("On time"), "good"),
    "at_risk": Badge(_l("At risk"), "doing"),
    "late": Badge(_l("Late"), "bad"),
    "overdue": Badge(_l("Overdue"), "bad"),
    "no": Badge(_l("Changes requested"), "bad"),
    "voided": Badge(_l("Needs re-signing"), "bad"),
    "failed": Badge(_l("Failed"), "bad"),
    "expired": Badge(_l("Expired"), "bad"),
    "revoked": Badge(_l("Revoked"), "bad"),
    "cancelled": Badge(_l("Cancelled"), "bad"),
    "retired": Badge(_l("Retired"), "plain"),
    "withdrawn": Badge(_l("Retracted"), "bad"),
    "held": Badge(_l("On hold"), "locked"),
    "embargoed": Badge(_l("Embargoed"), "locked"),
    "message_ready": Badge(_l("Queued"), "plain"),
    "message_claimed": Badge(_l("Sending"), "doing"),
    "message_sent": Badge(_l("Sent"), "good"),
    "message_nothing_to_say": Badge(_l("No longer needed"), "plain"),
    "message_suppressed": Badge(_l("Unsubscribed"), "plain"),
    "message_bundled": Badge(_l("Sent with another"), "plain"),
    "message_expired": Badge(_l("Not sent: too late"), "bad"),
    "message_held": Badge(_l("Held after a restore"), "locked"),
    "message_failed": Badge(_l("Delivery failed"), "bad"),
    "message_bounced": Badge(_l("Came back"), "bad"),
}


def register_states(app: Flask) -> None:
    """Make `badge_of` available in templates."""
    app.add_template_filter(badge_of)


def badge_of(state: str) -> Badge:
    """Return the badge of a state; one that is not listed is plain and written as the code has it."""
    known = STATES.get(str(state))
    return known or Badge(str(state).replace("_", " ").capitalize(), "plain")
