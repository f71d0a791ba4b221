"""The words for states and the tone in which each is shown; one place, so that a state looks the same everywhere."""

from dataclasses import dataclass

from flask import Flask
from flask_babel import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class StateFace:
    """How a state is written, and its tone: plain, doing, agreed, good, bad or locked."""

    label: str
    tone: str


STATES: dict[str, StateFace] = {
    "idea": StateFace(_l("Idea"), "plain"),
    "draft": StateFace(_l("Draft"), "plain"),
    "planned": StateFace(_l("Planned"), "plain"),
    "proposed": StateFace(_l("Proposed"), "plain"),
    "tentative": StateFace(_l("Tentative"), "plain"),
    "unannounced": StateFace(_l("Date not announced"), "plain"),
    "open": StateFace(_l("Open"), "plain"),
    "queued": StateFace(_l("Queued"), "plain"),
    "skipped": StateFace(_l("Skipped"), "plain"),
    "paused": StateFace(_l("Paused"), "plain"),
    "closed": StateFace(_l("Closed"), "plain"),
    "archived": StateFace(_l("Archived"), "plain"),
    "in_review": StateFace(_l("In review"), "doing"),
    "changes_asked": StateFace(_l("Changes requested"), "doing"),
    "active": StateFace(_l("Active"), "doing"),
    "doing": StateFace(_l("In progress"), "doing"),
    "sending": StateFace(_l("Sending"), "doing"),
    "waiting": StateFace(_l("Open"), "doing"),
    "invited": StateFace(_l("Invited"), "doing"),
    "to_sign": StateFace(_l("Awaiting sign-off"), "doing"),
    "approved": StateFace(_l("Approved"), "agreed"),
    "signed": StateFace(_l("Signed off"), "agreed"),
    "ready": StateFace(_l("Ready"), "agreed"),
    "scheduled": StateFace(_l("Scheduled"), "agreed"),
    "confirmed": StateFace(_l("Confirmed"), "agreed"),
    "announced": StateFace(_l("Announced"), "agreed"),
    "published": StateFace(_l("Published"), "good"),
    "done": StateFace(_l("Done"), "good"),
    "sent": StateFace(_l("Sent"), "good"),
    "yes": StateFace(_l("Yes"), "good"),
    "corrected": StateFace(_l("Corrected"), "good"),
    "overdue": StateFace(_l("Overdue"), "bad"),
    "no": StateFace(_l("No"), "bad"),
    "voided": StateFace(_l("Needs re-signing"), "bad"),
    "failed": StateFace(_l("Failed"), "bad"),
    "bounced": StateFace(_l("Bounced"), "bad"),
    "expired": StateFace(_l("Expired"), "bad"),
    "revoked": StateFace(_l("Revoked"), "bad"),
    "cancelled": StateFace(_l("Cancelled"), "bad"),
    "withdrawn": StateFace(_l("Retracted"), "bad"),
    "held": StateFace(_l("On hold"), "locked"),
    "embargoed": StateFace(_l("Embargoed"), "locked"),
    "message_ready": StateFace(_l("Queued"), "plain"),
    "message_claimed": StateFace(_l("Sending"), "doing"),
    "message_sent": StateFace(_l("Sent"), "good"),
    "message_nothing_to_say": StateFace(_l("No longer needed"), "plain"),
    "message_suppressed": StateFace(_l("Unsubscribed"), "plain"),
    "message_bundled": StateFace(_l("Sent with another"), "plain"),
    "message_expired": StateFace(_l("Not sent: too late"), "bad"),
    "message_held": StateFace(_l("Held since a restore"), "locked"),
    "message_failed": StateFace(_l("Delivery failed"), "bad"),
}


def register_states(app: Flask) -> None:
    """Make `state_face` available in templates."""
    app.add_template_filter(state_face)


def state_face(state: str) -> StateFace:
    """Return the face of a state; one that is not listed is plain and written as the code has it."""
    known = STATES.get(str(state))
    return known or StateFace(str(state).replace("_", " ").capitalize(), "plain")
