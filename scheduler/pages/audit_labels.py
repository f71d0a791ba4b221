"""The acts that the audit log lists, in words; others stay in the trail and are shown where they belong."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from scheduler.audit.acts import AuditAct


class ActGroup(StrEnum):
    """What the log can be narrowed to."""

    LOG_INS = "log_ins"
    PEOPLE = "people"
    INVITATIONS = "invitations"
    ORGANISATIONS = "organisations"
    FEEDS = "feeds"
    EMBARGOES = "embargoes"
    DELETIONS = "deletions"
    SETTINGS = "settings"


GROUP_NAMES: Mapping[ActGroup, LazyString] = {
    ActGroup.LOG_INS: _l("Log-ins and passwords"),
    ActGroup.PEOPLE: _l("People, roles and names"),
    ActGroup.INVITATIONS: _l("Invitations and messages"),
    ActGroup.ORGANISATIONS: _l("Organisations"),
    ActGroup.FEEDS: _l("Feeds and API tokens"),
    ActGroup.EMBARGOES: _l("Embargoes and emergency access"),
    ActGroup.DELETIONS: _l("Deletions and consents for pictures"),
    ActGroup.SETTINGS: _l("Settings of the coalition"),
}

SENTENCES: Mapping[ActGroup, Mapping[AuditAct, LazyString]] = {
    ActGroup.LOG_INS: {
        AuditAct.LOGGED_IN: _l("logged in"),
        AuditAct.LOGGED_OUT: _l("logged out"),
        AuditAct.LOG_IN_FAILED: _l("tried to log in as %(person)s with a wrong password"),
        AuditAct.LOG_IN_FAILED_NOBODY: _l("tried to log in with an address that has no account"),
        AuditAct.LOCKED_OUT: _l("was refused after too many attempts to log in as %(person)s"),
        AuditAct.LOCKED_OUT_NOBODY: _l(
            "was refused after too many attempts to log in with addresses that have no account"
        ),
        AuditAct.RESETS_REFUSED: _l("was refused after too many requests for a new password of %(person)s"),
        AuditAct.RESETS_REFUSED_NOBODY: _l("was refused after too many requests for new passwords"),
        AuditAct.PASSWORD_RESET_ASKED: _l("requested a password link for %(person)s"),
        AuditAct.PASSWORD_RESET: _l("set a new password with an emailed link"),
        AuditAct.PASSWORD_CHANGED: _l("changed the password"),
        AuditAct.SESSIONS_ENDED: _l("logged %(person)s out everywhere"),
    },
    ActGroup.PEOPLE: {
        AuditAct.ACCOUNT_OPENED: _l("created an account"),
        AuditAct.PERSON_RENAMED: _l("changed their name from “%(name_before)s” to “%(name)s”"),
        AuditAct.ABSENCE_SET: _l("named %(person)s as deputy while away"),
        AuditAct.MEMBERSHIP_GRANTED: _l("added %(person)s to %(organisation)s as %(role)s"),
        AuditAct.ROLE_CHANGED: _l(
            "changed the role of %(person)s in %(organisation)s from %(role_before)s to %(role)s"
        ),
        AuditAct.MEMBERSHIP_ENDED: _l("ended the membership of %(person)s in %(organisation)s"),
        AuditAct.COORDINATOR_MADE: _l("made %(person)s a coordinator"),
        AuditAct.COORDINATOR_ENDED: _l("ended the coordinator role of %(person)s"),
        AuditAct.ADDRESS_TRIED_AGAIN: _l("had email sent again to the address of %(person)s"),
        AuditAct.ANONYMISED: _l("anonymised a person, now shown as %(person)s"),
    },
    ActGroup.INVITATIONS: {
        AuditAct.INVITED: _l("invited %(address)s to %(place)s as %(role)s"),
        AuditAct.INVITED_AGAIN: _l("resent the invitation of %(address)s"),
        AuditAct.INVITATION_REVOKED: _l("revoked the invitation of %(address)s"),
        AuditAct.INVITATION_ACCEPTED: _l("accepted the invitation"),
        AuditAct.CAMPAIGN_MESSAGE_SENT: _l("sent a message to those concerned by %(thing)s"),
        AuditAct.EDITION_MESSAGE_SENT: _l("sent a message to those concerned by an observance"),
    },
    ActGroup.ORGANISATIONS: {
        AuditAct.ORGANISATION_ADDED: _l("added %(organisation)s"),
        AuditAct.ORGANISATION_RENAMED: _l(
            "renamed “%(name_before)s” (%(short_before)s) to “%(name)s” (%(short)s), now %(organisation)s"
        ),
        AuditAct.ORGANISATION_CHANGED: _l("edited the details of %(organisation)s"),
        AuditAct.ORGANISATION_PRESS_CHANGED: _l("edited the press details of %(organisation)s"),
        AuditAct.ORGANISATION_CHANNELS_CHANGED: _l("edited the time zones of the channels of %(organisation)s"),
        AuditAct.EXTERNAL_CALENDAR_ADDED: _l("added an external calendar"),
        AuditAct.EXTERNAL_CALENDAR_CHANGED: _l("edited an external calendar"),
        AuditAct.EXTERNAL_CALENDAR_IN_FEEDS: _l("showed an external calendar in staff feeds"),
        AuditAct.EXTERNAL_CALENDAR_OUT_OF_FEEDS: _l("took an external calendar out of staff feeds"),
        AuditAct.EXTERNAL_CALENDAR_REMOVED: _l("removed an external calendar"),
        AuditAct.CHAT_ROOM_ADDED: _l("added a chat room of %(organisation)s"),
        AuditAct.CHAT_ROOM_CHANGED: _l("edited a chat room of %(organisation)s"),
        AuditAct.CHAT_ROOM_REMOVED: _l("removed a chat room of %(organisation)s"),
        AuditAct.ORGANISATION_CLOSED: _l("closed %(organisation)s"),
    },
    ActGroup.FEEDS: {
        AuditAct.API_TOKEN_MADE: _l("created an API token"),
        AuditAct.API_TOKEN_REVOKED: _l("revoked an API token"),
        AuditAct.FEED_MADE: _l("created a feed (%(reader)s)"),
        AuditAct.FEED_ROTATED: _l("renewed the address of a feed (%(reader)s)"),
        AuditAct.FEED_REVOKED: _l("revoked a feed (%(reader)s)"),
    },
    ActGroup.EMBARGOES: {
        AuditAct.GUARD_GLASS_BROKEN: _l("used emergency access to embargoed copy"),
        AuditAct.GUARD_HELD: _l("placed an embargo on hold"),
        AuditAct.GUARD_RELEASED: _l("released an embargo on hold"),
        AuditAct.GUARD_LIFTED: _l("lifted an embargo on time"),
        AuditAct.GUARD_ADVANCED: _l("lifted an embargo early"),
        AuditAct.GUARD_CHANGED: _l("changed access or an embargo"),
    },
    ActGroup.DELETIONS: {
        AuditAct.CONTENT_DELETED: _l("deleted %(thing)s"),
        AuditAct.CONTENT_BROUGHT_BACK: _l("restored %(thing)s"),
        AuditAct.CAMPAIGN_DELETED: _l("deleted %(thing)s"),
        AuditAct.CAMPAIGN_BROUGHT_BACK: _l("restored %(thing)s"),
        AuditAct.EVENT_DELETED: _l("deleted %(thing)s"),
        AuditAct.EVENT_BROUGHT_BACK: _l("restored %(thing)s"),
        AuditAct.TASK_DELETED: _l("deleted a task of %(thing)s"),
        AuditAct.TASKS_DELETED: _l("deleted tasks of %(thing)s"),
        AuditAct.CONTENT_COMMENT_DELETED: _l("deleted a comment on %(thing)s"),
        AuditAct.CONTENT_CONSENT_WITHDRAWN: _l("withdrew the consent for a picture of %(thing)s"),
        AuditAct.CONTENT_CONSENT_GIVEN_AGAIN: _l("recorded a new consent for a picture of %(thing)s"),
    },
    ActGroup.SETTINGS: {
        AuditAct.SET_UP: _l("finished setting up the coalition"),
        AuditAct.COALITION_CHANGED: _l("changed the coalition’s name or time zone: “%(name_before)s”, now “%(name)s”"),
        AuditAct.COALITION_RULES_CHANGED: _l("changed which checks of copy are required"),
        AuditAct.TERM_ADDED: _l("added the term “%(name)s”"),
        AuditAct.TERM_CHANGED: _l("edited the term “%(name)s”"),
        AuditAct.TERM_REMOVED: _l("removed the term “%(name)s”"),
        AuditAct.TERM_SWITCHED_OFF: _l("switched the term “%(name)s” off"),
        AuditAct.TERM_SWITCHED_ON: _l("switched the term “%(name)s” on again"),
        AuditAct.HELPLINE_ADDED: _l("added the helpline “%(name)s”"),
        AuditAct.HELPLINE_CHANGED: _l("edited or checked the helpline “%(name)s”"),
        AuditAct.HELPLINE_REMOVED: _l("removed the helpline “%(name)s”"),
        AuditAct.CATALOGUE_IMPORTED: _l("imported a catalogue of observances"),
        AuditAct.OBSERVANCE_UNREGISTERED: _l("removed an observance from the coalition’s calendar"),
        AuditAct.PLAYBOOK_SAVED: _l("saved a playbook"),
        AuditAct.PLAYBOOK_CHANGED: _l("edited a playbook"),
        AuditAct.PLAYBOOK_ARCHIVED: _l("archived a playbook"),
        AuditAct.PLAYBOOK_BROUGHT_BACK: _l("offered an archived playbook again"),
        AuditAct.MESSAGE_SENT_AGAIN: _l("resent an email that had failed or was held after a restore"),
        AuditAct.MESSAGE_DROPPED: _l("chose not to send an email that was held after a restore"),
        AuditAct.DATABASE_RESTORED: _l("restored the data from a backup"),
        AuditAct.DATABASE_HELD_MAIL_DECIDED: _l("decided about all emails held after a restore"),
    },
}

ACTS: Mapping[AuditAct, LazyString] = {act: sentence for group in SENTENCES.values() for act, sentence in group.items()}

KNOWN_FROM_PLACEHOLDER = frozenset(
    {
        AuditAct.GUARD_GLASS_BROKEN,
        AuditAct.GUARD_HELD,
        AuditAct.GUARD_RELEASED,
        AuditAct.GUARD_LIFTED,
        AuditAct.GUARD_ADVANCED,
        AuditAct.CONTENT_DELETED,
        AuditAct.CONTENT_BROUGHT_BACK,
        AuditAct.CAMPAIGN_DELETED,
        AuditAct.CAMPAIGN_BROUGHT_BACK,
        AuditAct.EVENT_DELETED,
        AuditAct.EVENT_BROUGHT_BACK,
    }
)
"""Acts on guarded things that whoever may know of the thing may know of; others are for those who read its text."""

GUARDED_KINDS = frozenset({"guard", "content", "campaign", "event", "message"})
"""Kinds of subjects that stand behind a guard, or tell of what does."""

THINGS: Mapping[str, LazyString] = {
    "content": _l("a content item"),
    "campaign": _l("a campaign"),
    "event": _l("an event"),
}

ROLE_NAMES: Mapping[str, LazyString] = {
    "lead": _l("lead"),
    "editor": _l("editor"),
    "member": _l("member"),
}
