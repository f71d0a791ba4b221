"""The one table of who may do what: roles × acts. Everything that asks "may this person" asks it.

A role is what somebody is to the thing that an act is about: lead of the organisation that owns an item, assignee of a
task. Which of them a person has is worked out where the thing lives; whether that is enough is decided here alone.
Access comes first: nobody does anything to what they may not read, whatever their roles, but for what a coordinator
does about an embargo. What access alone decides, like commenting and following, is no act of this table.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum


class Role(StrEnum):
    """What somebody is to a thing.

    Member, editor and lead are of the organisation that owns an item, leads a campaign or holds an event; for things
    of the whole coalition, like bills, facts and observances, of any organisation.
    """

    MEMBER = "member"
    EDITOR = "editor"
    LEAD = "lead"
    OWNER = "owner"
    MANAGER = "manager"
    PARTICIPANT = "participant"
    ASSIGNEE = "assignee"
    TASK_EDITOR = "task_editor"
    TASK_LEAD = "task_lead"
    SIGNATORY = "signatory"
    DEPUTY = "deputy"
    REVIEWER = "reviewer"
    AUTHOR = "author"
    STEWARD = "steward"
    COORDINATOR = "coordinator"


class Act(StrEnum):
    """Something that can be done."""

    DELETE_COMMENT = "delete_comment"
    PLAN_ITEM = "plan_item"
    WRITE = "write"
    CHANGE_PLAN = "change_plan"
    SUBMIT = "submit"
    SCHEDULE = "schedule"
    PUBLISH = "publish"
    CORRECT = "correct"
    CORRECT_JOINT = "correct_joint"
    WITHDRAW = "withdraw"
    WITHDRAW_CONSENT = "withdraw_consent"
    CANCEL_ITEM = "cancel_item"
    DELETE_ITEM = "delete_item"
    SIGN_OFF = "sign_off"
    SECOND_CHECK = "second_check"
    ASK_REVIEW = "ask_review"
    GIVE_REVIEW = "give_review"
    WITHDRAW_REVIEW = "withdraw_review"
    SET_EMBARGO = "set_embargo"
    HOLD_EMBARGO = "hold_embargo"
    EMERGENCY_ACCESS = "emergency_access"
    START_CAMPAIGN = "start_campaign"
    CHANGE_CAMPAIGN = "change_campaign"
    CANCEL_CAMPAIGN = "cancel_campaign"
    SHARE_CAMPAIGN = "share_campaign"
    MESSAGE_CAMPAIGN = "message_campaign"
    ASK_TO_JOIN = "ask_to_join"
    LEAVE_CAMPAIGN = "leave_campaign"
    ADD_TASK = "add_task"
    CHANGE_TASK = "change_task"
    GIVE_TO_OTHERS = "give_to_others"
    ADD_EVENT = "add_event"
    CHANGE_EVENT = "change_event"
    KEEP_BILLS = "keep_bills"
    KEEP_PLAYBOOKS = "keep_playbooks"
    KEEP_FACTS = "keep_facts"
    REGISTER_OBSERVANCE = "register_observance"
    DESCRIBE_EDITION = "describe_edition"
    CHANGE_OBSERVANCE = "change_observance"
    MOVE_EDITION = "move_edition"
    CANCEL_EDITION = "cancel_edition"
    MESSAGE_EDITION = "message_edition"
    FILL_STEWARD = "fill_steward"
    REPLACE_STEWARD = "replace_steward"
    KEEP_PEOPLE = "keep_people"
    CHANGE_ORGANISATION = "change_organisation"
    CHANGE_PRESS_DETAILS = "change_press_details"
    CHANGE_CHANNEL_ZONES = "change_channel_zones"
    MAKE_STAFF_FEED = "make_staff_feed"
    KEEP_VIEWS = "keep_views"
    KEEP_CHAT_ROOMS = "keep_chat_rooms"
    KEEP_EXTERNAL_CALENDARS = "keep_external_calendars"
    KEEP_COALITION_CALENDARS = "keep_coalition_calendars"
    KEEP_COALITION = "keep_coalition"


_EDITORS = frozenset({Role.EDITOR, Role.LEAD})
# Whoever sees to an item is one of the two as well: a plain member who is named has no right over its text.
_WRITERS = _EDITORS | {Role.OWNER}
_EDITORS_OR_COORDINATOR = _EDITORS | {Role.COORDINATOR}
_HEADS_OF_CAMPAIGN = frozenset({Role.MANAGER, Role.LEAD, Role.COORDINATOR})
_LEAD_OR_COORDINATOR = frozenset({Role.LEAD, Role.COORDINATOR})
_KEEPERS_OF_OBSERVANCE = frozenset({Role.STEWARD, Role.COORDINATOR})

TABLE: Mapping[Act, frozenset[Role]] = {
    Act.DELETE_COMMENT: frozenset({Role.AUTHOR}),
    Act.PLAN_ITEM: _EDITORS,
    Act.WRITE: _WRITERS,
    Act.CHANGE_PLAN: _WRITERS,
    Act.SUBMIT: _WRITERS,
    Act.SCHEDULE: _WRITERS,
    Act.PUBLISH: _WRITERS,
    Act.CORRECT: _WRITERS,
    Act.CORRECT_JOINT: frozenset({Role.LEAD}),
    Act.WITHDRAW: frozenset({Role.OWNER, Role.LEAD}),
    Act.WITHDRAW_CONSENT: _WRITERS | {Role.COORDINATOR},
    Act.CANCEL_ITEM: _WRITERS,
    Act.DELETE_ITEM: _WRITERS,
    Act.SIGN_OFF: frozenset({Role.LEAD, Role.SIGNATORY, Role.DEPUTY}),
    Act.SECOND_CHECK: frozenset({Role.SIGNATORY, Role.DEPUTY, Role.COORDINATOR}),
    Act.ASK_REVIEW: _WRITERS,
    Act.GIVE_REVIEW: frozenset({Role.REVIEWER}),
    Act.WITHDRAW_REVIEW: _WRITERS | {Role.AUTHOR},
    Act.SET_EMBARGO: _WRITERS,
    Act.HOLD_EMBARGO: _LEAD_OR_COORDINATOR,
    Act.EMERGENCY_ACCESS: frozenset({Role.COORDINATOR}),
    Act.START_CAMPAIGN: _EDITORS_OR_COORDINATOR,
    Act.CHANGE_CAMPAIGN: _HEADS_OF_CAMPAIGN | {Role.EDITOR},
    Act.CANCEL_CAMPAIGN: _HEADS_OF_CAMPAIGN,
    Act.SHARE_CAMPAIGN: _HEADS_OF_CAMPAIGN,
    Act.MESSAGE_CAMPAIGN: _HEADS_OF_CAMPAIGN,
    Act.ASK_TO_JOIN: frozenset({Role.LEAD}),
    Act.LEAVE_CAMPAIGN: frozenset({Role.LEAD}),
    Act.ADD_TASK: _HEADS_OF_CAMPAIGN | {Role.EDITOR, Role.PARTICIPANT},
    Act.CHANGE_TASK: _HEADS_OF_CAMPAIGN | {Role.ASSIGNEE, Role.TASK_LEAD, Role.TASK_EDITOR},
    Act.GIVE_TO_OTHERS: _HEADS_OF_CAMPAIGN,
    Act.ADD_EVENT: _EDITORS_OR_COORDINATOR,
    Act.CHANGE_EVENT: _EDITORS_OR_COORDINATOR,
    Act.KEEP_BILLS: _EDITORS_OR_COORDINATOR,
    Act.KEEP_PLAYBOOKS: _EDITORS_OR_COORDINATOR,
    Act.KEEP_FACTS: _EDITORS_OR_COORDINATOR,
    Act.REGISTER_OBSERVANCE: _EDITORS_OR_COORDINATOR,
    Act.DESCRIBE_EDITION: _EDITORS_OR_COORDINATOR | {Role.STEWARD},
    Act.CHANGE_OBSERVANCE: _KEEPERS_OF_OBSERVANCE,
    Act.MOVE_EDITION: _KEEPERS_OF_OBSERVANCE,
    Act.CANCEL_EDITION: _KEEPERS_OF_OBSERVANCE,
    Act.MESSAGE_EDITION: _KEEPERS_OF_OBSERVANCE | {Role.LEAD},
    Act.FILL_STEWARD: _EDITORS_OR_COORDINATOR,
    Act.REPLACE_STEWARD: frozenset({Role.COORDINATOR}),
    Act.KEEP_PEOPLE: _LEAD_OR_COORDINATOR,
    Act.CHANGE_ORGANISATION: _LEAD_OR_COORDINATOR,
    Act.CHANGE_PRESS_DETAILS: _EDITORS,
    Act.CHANGE_CHANNEL_ZONES: _EDITORS,
    Act.MAKE_STAFF_FEED: frozenset({Role.LEAD}),
    Act.KEEP_VIEWS: frozenset({Role.LEAD}),
    Act.KEEP_CHAT_ROOMS: frozenset({Role.LEAD}),
    Act.KEEP_EXTERNAL_CALENDARS: frozenset({Role.LEAD}),
    Act.KEEP_COALITION_CALENDARS: frozenset({Role.COORDINATOR}),
    Act.KEEP_COALITION: frozenset({Role.COORDINATOR}),
}


def may(act: Act, roles: Collection[Role]) -> bool:
    """Say whether somebody with these roles may do this."""
    return not TABLE[act].isdisjoint(roles)
