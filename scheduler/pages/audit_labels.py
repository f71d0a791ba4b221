"""The acts that the audit log lists, in words; others stay in the trail and are shown where they belong."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


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
    ActGroup.INVITATIONS: _l("Invitations"),
    ActGroup.ORGANISATIONS: _l("Organisations"),
    ActGroup.FEEDS: _l("Feed addresses"),
    ActGroup.EMBARGOES: _l("Embargoes and emergency access"),
    ActGroup.DELETIONS: _l("Deletions"),
    ActGroup.SETTINGS: _l("Settings of the coalition"),
}

SENTENCES: Mapping[ActGroup, Mapping[str, LazyString]] = {
    ActGroup.LOG_INS: {
        "logged_in": _l("logged in"),
        "logged_out": _l("logged out"),
        "log_in_failed": _l("tried to log in as %(person)s with a wrong password"),
        "log_in_failed_nobody": _l("tried to log in with an address that has no account"),
        "locked_out": _l("was refused after too many attempts to log in as %(person)s"),
        "locked_out_nobody": _l("was refused after too many attempts to log in with addresses that have no account"),
        "resets_refused": _l("was refused after too many requests for a new password of %(person)s"),
        "resets_refused_nobody": _l("was refused after too many requests for new passwords"),
        "password_reset_asked": _l("requested a password link for %(person)s"),
        "password_reset": _l("set a new password with an emailed link"),
        "password_changed": _l("changed the password"),
        "sessions_ended": _l("logged %(person)s out everywhere"),
    },
    ActGroup.PEOPLE: {
        "account_opened": _l("created an account"),
        "person_renamed": _l("changed their name from “%(name_before)s” to “%(name)s”"),
        "absence_set": _l("named %(person)s as deputy while away"),
        "membership_granted": _l("added %(person)s to %(organisation)s as %(role)s"),
        "role_changed": _l("changed the role of %(person)s in %(organisation)s from %(role_before)s to %(role)s"),
        "membership_ended": _l("ended the membership of %(person)s in %(organisation)s"),
        "coordinator_made": _l("made %(person)s a coordinator"),
        "coordinator_ended": _l("ended the coordinator role of %(person)s"),
        "anonymised": _l("anonymised a person, now shown as %(person)s"),
    },
    ActGroup.INVITATIONS: {
        "invited": _l("invited %(address)s to %(place)s as %(role)s"),
        "invited_again": _l("resent the invitation of %(address)s"),
        "invitation_revoked": _l("revoked the invitation of %(address)s"),
        "invitation_accepted": _l("accepted the invitation"),
    },
    ActGroup.ORGANISATIONS: {
        "organisation_added": _l("added %(organisation)s"),
        "organisation_renamed": _l(
            "renamed “%(name_before)s” (%(short_before)s) to “%(name)s” (%(short)s), now %(organisation)s"
        ),
        "organisation_changed": _l("edited the details of %(organisation)s"),
        "organisation_closed": _l("closed %(organisation)s"),
    },
    ActGroup.FEEDS: {
        "feed.made": _l("created a feed (%(reader)s)"),
        "feed.rotated": _l("renewed the address of a feed (%(reader)s)"),
        "feed.revoked": _l("revoked a feed (%(reader)s)"),
    },
    ActGroup.EMBARGOES: {
        "guard.glass_broken": _l("used emergency access to embargoed copy"),
        "guard.held": _l("placed an embargo on hold"),
        "guard.released": _l("released an embargo on hold"),
        "guard.lifted": _l("lifted an embargo on time"),
        "guard.advanced": _l("lifted an embargo early"),
        "guard.changed": _l("changed access or an embargo"),
    },
    ActGroup.DELETIONS: {
        "content.deleted": _l("deleted %(thing)s"),
        "content.brought_back": _l("restored %(thing)s"),
        "campaign.deleted": _l("deleted %(thing)s"),
        "campaign.brought_back": _l("restored %(thing)s"),
        "event.deleted": _l("deleted %(thing)s"),
        "event.brought_back": _l("restored %(thing)s"),
        "task.deleted": _l("deleted a task of %(thing)s"),
        "tasks.deleted": _l("deleted tasks of %(thing)s"),
        "content.comment_deleted": _l("deleted a comment on %(thing)s"),
    },
    ActGroup.SETTINGS: {
        "set_up": _l("finished setting up the coalition"),
        "coalition_changed": _l("changed the coalition’s name or time zone: “%(name_before)s”, now “%(name)s”"),
        "catalogue.imported": _l("imported a catalogue of observances"),
        "observance.unregistered": _l("removed an observance from the coalition’s calendar"),
        "message.sent_again": _l("resent an email that had failed or was held after a restore"),
        "message.dropped": _l("chose not to send an email that was held after a restore"),
        "database.restored": _l("restored the data from a backup"),
        "database.held_mail_decided": _l("decided about all emails held after a restore"),
    },
}

ACTS: Mapping[str, LazyString] = {act: words for group in SENTENCES.values() for act, words in group.items()}

KNOWN_BY_FACE = frozenset(
    {
        "guard.glass_broken",
        "guard.held",
        "guard.released",
        "guard.lifted",
        "guard.advanced",
        "content.deleted",
        "content.brought_back",
        "campaign.deleted",
        "campaign.brought_back",
        "event.deleted",
        "event.brought_back",
    }
)
"""Acts on guarded things that whoever may know of the thing may know of; others are for those who read its words."""

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
