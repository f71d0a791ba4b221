"""What can stand on record: each act once, by the word that the audit trail keeps of it."""

from enum import StrEnum


class AuditAct(StrEnum):
    """An act that services put on record. Rows keep the word: a member may be renamed, its value never."""

    ABSENCE_SET = "absence_set"
    ACCOUNT_OPENED = "account_opened"
    ADDRESS_TRIED_AGAIN = "address_tried_again"
    ANONYMISED = "anonymised"
    COALITION_CHANGED = "coalition_changed"
    COALITION_RULES_CHANGED = "coalition_rules_changed"
    COORDINATOR_ENDED = "coordinator_ended"
    COORDINATOR_MADE = "coordinator_made"
    INVITATION_ACCEPTED = "invitation_accepted"
    INVITATION_REVOKED = "invitation_revoked"
    INVITED = "invited"
    INVITED_AGAIN = "invited_again"
    LOCKED_OUT = "locked_out"
    LOCKED_OUT_NOBODY = "locked_out_nobody"
    LOG_IN_FAILED = "log_in_failed"
    LOG_IN_FAILED_NOBODY = "log_in_failed_nobody"
    LOGGED_IN = "logged_in"
    LOGGED_OUT = "logged_out"
    MEMBERSHIP_ENDED = "membership_ended"
    MEMBERSHIP_GRANTED = "membership_granted"
    ORGANISATION_ADDED = "organisation_added"
    ORGANISATION_CHANNELS_CHANGED = "organisation_channels_changed"
    ORGANISATION_CHANGED = "organisation_changed"
    ORGANISATION_CLOSED = "organisation_closed"
    ORGANISATION_PRESS_CHANGED = "organisation_press_changed"
    ORGANISATION_RENAMED = "organisation_renamed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - what was done
    PASSWORD_RESET = "password_reset"  # noqa: S105 - what was done
    PASSWORD_RESET_ASKED = "password_reset_asked"  # noqa: S105 - what was done
    PERSON_RENAMED = "person_renamed"
    RESETS_REFUSED = "resets_refused"
    RESETS_REFUSED_NOBODY = "resets_refused_nobody"
    ROLE_CHANGED = "role_changed"
    SESSIONS_ENDED = "sessions_ended"
    SET_UP = "set_up"

    API_TOKEN_MADE = "api_token.made"  # noqa: S105 - what was done
    API_TOKEN_REVOKED = "api_token.revoked"  # noqa: S105 - what was done

    BILL_ADDED = "bill.added"
    BILL_CHANGED = "bill.changed"
    BILL_MILESTONE_ADDED = "bill.milestone_added"
    BILL_MILESTONE_CHANGED = "bill.milestone_changed"
    BILL_MILESTONE_TAKEN_BACK = "bill.milestone_taken_back"

    EXTERNAL_CALENDAR_ADDED = "external_calendar.added"
    EXTERNAL_CALENDAR_CHANGED = "external_calendar.changed"
    EXTERNAL_CALENDAR_IN_FEEDS = "external_calendar.in_feeds"
    EXTERNAL_CALENDAR_OUT_OF_FEEDS = "external_calendar.out_of_feeds"
    EXTERNAL_CALENDAR_REMOVED = "external_calendar.removed"

    CHAT_ROOM_ADDED = "chat.room_added"
    CHAT_ROOM_CHANGED = "chat.room_changed"
    CHAT_ROOM_REMOVED = "chat.room_removed"

    CAMPAIGN_BROUGHT_BACK = "campaign.brought_back"
    CAMPAIGN_CANCELLED = "campaign.cancelled"
    CAMPAIGN_CHANGED = "campaign.changed"
    CAMPAIGN_CREATED = "campaign.created"
    CAMPAIGN_DATED = "campaign.dated"
    CAMPAIGN_DAY_BACK = "campaign.day_back"
    CAMPAIGN_DAY_LOST = "campaign.day_lost"
    CAMPAIGN_DELETED = "campaign.deleted"
    CAMPAIGN_JOIN_ASKED = "campaign.join_asked"
    CAMPAIGN_JOIN_DECLINED = "campaign.join_declined"
    CAMPAIGN_JOIN_WITHDRAWN = "campaign.join_withdrawn"
    CAMPAIGN_JOINED = "campaign.joined"
    CAMPAIGN_KIT_CHANGED = "campaign.kit_changed"
    CAMPAIGN_KIT_LINK_WITHDRAWN = "campaign.kit_link_withdrawn"
    CAMPAIGN_KIT_MADE = "campaign.kit_made"
    CAMPAIGN_KIT_WITHDRAWN = "campaign.kit_withdrawn"
    CAMPAIGN_LEFT = "campaign.left"
    CAMPAIGN_LOST_ORGANISATION = "campaign.lost_organisation"
    CAMPAIGN_LOST_SOMEBODY = "campaign.lost_somebody"
    CAMPAIGN_MOVED = "campaign.moved"
    CAMPAIGN_MESSAGE_SENT = "campaign.message_sent"
    CAMPAIGN_OPENED = "campaign.opened"
    CAMPAIGN_PLANNED = "campaign.planned"
    CAMPAIGN_RESTORED = "campaign.restored"

    CATALOGUE_IMPORTED = "catalogue.imported"

    CONTENT_APPROVE = "content.approve"
    CONTENT_BACK_TO_DRAFT = "content.back_to_draft"
    CONTENT_BILLS_CHECKED = "content.bills_checked"
    CONTENT_BROUGHT_BACK = "content.brought_back"
    CONTENT_BULK = "content.bulk"
    CONTENT_CANCEL = "content.cancel"
    CONTENT_CHECK_OVERRIDDEN = "content.check_overridden"
    CONTENT_COMMENT_DELETED = "content.comment_deleted"
    CONTENT_CONSENT_GIVEN_AGAIN = "content.consent_given_again"
    CONTENT_CONSENT_WITHDRAWN = "content.consent_withdrawn"
    CONTENT_CORRECT = "content.correct"
    CONTENT_CREATED = "content.created"
    CONTENT_DAY_KEPT = "content.day_kept"
    CONTENT_DELETED = "content.deleted"
    CONTENT_EMERGENCY_ACCESS_TAKEN = "content.emergency_access_taken"
    CONTENT_FACT_LINKED = "content.fact_linked"
    CONTENT_FACT_UNLINKED = "content.fact_unlinked"
    CONTENT_SENT_TO = "content.sent_to"
    CONTENT_SENT_TO_CORRECTED = "content.sent_to_corrected"
    CONTENT_SENT_TO_REMOVED = "content.sent_to_removed"
    CONTENT_SENT_TO_INFORMED = "content.sent_to_informed"
    CONTENT_FELL_BACK = "content.fell_back"
    CONTENT_FOLLOWED = "content.followed"
    CONTENT_HANDED_OVER = "content.handed_over"
    CONTENT_LINKED = "content.linked"
    CONTENT_OWNER_LEFT = "content.owner_left"
    CONTENT_PICTURE_ADDED = "content.picture_added"
    CONTENT_PICTURE_CHANGED = "content.picture_changed"
    CONTENT_PICTURE_REMOVED = "content.picture_removed"
    CONTENT_PICTURE_STOPPED = "content.picture_stopped"
    CONTENT_PITCHED = "content.pitched"
    CONTENT_PITCH_CHANGED = "content.pitch_changed"
    CONTENT_PITCH_REMOVED = "content.pitch_removed"
    CONTENT_PLANNED = "content.planned"
    CONTENT_PUBLISH = "content.publish"
    CONTENT_PUT_BACK = "content.put_back"
    CONTENT_QUOTE_CONSENT = "content.quote_consent"
    CONTENT_QUOTE_STOPPED = "content.quote_stopped"
    CONTENT_REOPEN = "content.reopen"
    CONTENT_REVIEW_ASKED = "content.review_asked"
    CONTENT_REVIEW_NO = "content.review_no"
    CONTENT_REVIEW_OVERDUE = "content.review_overdue"
    CONTENT_REVIEW_WITHDRAWN = "content.review_withdrawn"
    CONTENT_REVIEW_YES = "content.review_yes"
    CONTENT_SAID_NO = "content.said_no"
    CONTENT_SAID_YES = "content.said_yes"
    CONTENT_SCHEDULE = "content.schedule"
    CONTENT_SEND_TO_REVIEW = "content.send_to_review"
    CONTENT_SHIFTED = "content.shifted"
    CONTENT_SIGNATORY_REMOVED = "content.signatory_removed"
    CONTENT_SIGN_OFF_OVERDUE = "content.sign_off_overdue"
    CONTENT_START_DRAFT = "content.start_draft"
    CONTENT_SUGGESTION_ACCEPTED = "content.suggestion_accepted"
    CONTENT_SUGGESTION_DECLINED = "content.suggestion_declined"
    CONTENT_COMMENT_RESOLVED = "content.comment_resolved"
    CONTENT_COMMENT_REOPENED = "content.comment_reopened"
    CONTENT_TEXT_SAVED = "content.text_saved"
    CONTENT_UNDONE = "content.undone"
    CONTENT_UNSCHEDULE = "content.unschedule"
    CONTENT_WITHDRAW = "content.withdraw"

    DATABASE_HELD_MAIL_DECIDED = "database.held_mail_decided"
    DATABASE_RESTORED = "database.restored"

    EDITION_ANNOUNCED = "edition.announced"
    EDITION_CANCELLED = "edition.cancelled"
    EDITION_DAYS_KEPT = "edition.days_kept"
    EDITION_DESCRIBED = "edition.described"
    EDITION_DROPPED = "edition.dropped"
    EDITION_MESSAGE_SENT = "edition.message_sent"
    EDITION_MOVED = "edition.moved"
    EDITION_MOVED_BY_HAND = "edition.moved_by_hand"
    EDITION_RESTORED = "edition.restored"
    EDITION_RULE_DAYS_USED = "edition.rule_days_used"
    EDITION_WITHDRAWN = "edition.withdrawn"

    EVENT_BROUGHT_BACK = "event.brought_back"
    EVENT_CANCELLED = "event.cancelled"
    EVENT_CHANGED = "event.changed"
    EVENT_CREATED = "event.created"
    EVENT_DELETED = "event.deleted"
    EVENT_MOVED = "event.moved"
    EVENT_RESTORED = "event.restored"

    FACT_ADDED = "fact.added"
    FACT_CHANGED = "fact.changed"
    FACT_RETIRED = "fact.retired"

    FEED_CHANGED = "feed.changed"
    FEED_MADE = "feed.made"
    FEED_REVOKED = "feed.revoked"
    FEED_ROTATED = "feed.rotated"

    GUARD_ADVANCED = "guard.advanced"
    GUARD_CHANGED = "guard.changed"
    GUARD_GLASS_BROKEN = "guard.glass_broken"
    GUARD_HELD = "guard.held"
    GUARD_LIFTED = "guard.lifted"
    GUARD_RELEASED = "guard.released"

    HELPLINE_ADDED = "helpline.added"
    HELPLINE_CHANGED = "helpline.changed"
    HELPLINE_REMOVED = "helpline.removed"

    MESSAGE_DROPPED = "message.dropped"
    MESSAGE_SENT_AGAIN = "message.sent_again"

    OBSERVANCE_CHANGED = "observance.changed"
    OBSERVANCE_CREATED = "observance.created"
    OBSERVANCE_REGISTERED = "observance.registered"
    OBSERVANCE_STEWARD_SET = "observance.steward_set"
    OBSERVANCE_UNREGISTERED = "observance.unregistered"

    PLAYBOOK_ARCHIVED = "playbook.archived"
    PLAYBOOK_BROUGHT_BACK = "playbook.brought_back"
    PLAYBOOK_CHANGED = "playbook.changed"
    PLAYBOOK_SAVED = "playbook.saved"

    TASK_ADDED = "task.added"
    TASK_BROUGHT_BACK = "task.brought_back"
    TASK_CHANGED = "task.changed"
    TASK_DELETED = "task.deleted"
    TASK_DONE = "task.done"
    TASK_REOPENED = "task.reopened"

    TASKS_ASSIGNED = "tasks.assigned"
    TASKS_DELETED = "tasks.deleted"
    TASKS_DONE = "tasks.done"
    TASKS_SHIFTED = "tasks.shifted"
    TASKS_UNASSIGNED = "tasks.unassigned"
    TASKS_UNDONE = "tasks.undone"

    TERM_ADDED = "term.added"
    TERM_CHANGED = "term.changed"
    TERM_REMOVED = "term.removed"
    TERM_SWITCHED_OFF = "term.switched_off"
    TERM_SWITCHED_ON = "term.switched_on"


NOT_SHOWN = frozenset(
    {
        AuditAct.BILL_ADDED,
        AuditAct.BILL_CHANGED,
        AuditAct.BILL_MILESTONE_ADDED,
        AuditAct.BILL_MILESTONE_CHANGED,
        AuditAct.BILL_MILESTONE_TAKEN_BACK,
        AuditAct.CONTENT_BULK,
        AuditAct.CONTENT_EMERGENCY_ACCESS_TAKEN,
        AuditAct.CONTENT_UNDONE,
        AuditAct.EDITION_ANNOUNCED,
        AuditAct.EDITION_CANCELLED,
        AuditAct.EDITION_DAYS_KEPT,
        AuditAct.EDITION_DESCRIBED,
        AuditAct.EDITION_DROPPED,
        AuditAct.EDITION_MOVED,
        AuditAct.EDITION_MOVED_BY_HAND,
        AuditAct.EDITION_RESTORED,
        AuditAct.EDITION_RULE_DAYS_USED,
        AuditAct.EDITION_WITHDRAWN,
        AuditAct.EVENT_CANCELLED,
        AuditAct.EVENT_CHANGED,
        AuditAct.EVENT_CREATED,
        AuditAct.EVENT_MOVED,
        AuditAct.EVENT_RESTORED,
        AuditAct.FACT_ADDED,
        AuditAct.FACT_CHANGED,
        AuditAct.FACT_RETIRED,
        AuditAct.FEED_CHANGED,
        AuditAct.OBSERVANCE_CHANGED,
        AuditAct.OBSERVANCE_CREATED,
        AuditAct.OBSERVANCE_REGISTERED,
        AuditAct.OBSERVANCE_STEWARD_SET,
    }
)
"""Acts that no page words: they are kept for whoever looks into the table, and what they did stands on its own page."""
