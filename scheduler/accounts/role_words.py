"""The table of roles and acts in words, for the page about roles; docs/roles.md says the same."""

from collections.abc import Mapping, Sequence

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from scheduler.accounts.domain.acts import TABLE, Act, Role

ROLES: Mapping[Role, tuple[LazyString, LazyString]] = {
    Role.MEMBER: (_l("member"), _l("Somebody whose role in the organisation concerned is member.")),
    Role.EDITOR: (_l("editor"), _l("Somebody whose role in the organisation concerned is editor.")),
    Role.LEAD: (_l("lead"), _l("Somebody whose role in the organisation concerned is lead.")),
    Role.OWNER: (
        _l("owner"),
        _l("Whoever sees to an item, while editor or lead of its organisation."),
    ),
    Role.MANAGER: (
        _l("manager"),
        _l("Whoever manages a campaign, while editor or lead of an organisation that takes part."),
    ),
    Role.PARTICIPANT: (
        _l("participant"),
        _l("Editors and leads of the organisations that take part in a campaign."),
    ),
    Role.ASSIGNEE: (_l("assignee"), _l("Whoever a task was given to.")),
    Role.TASK_LEAD: (_l("lead of the task’s organisation"), _l("A lead of the organisation that a task is for.")),
    Role.TASK_EDITOR: (
        _l("editor of the task’s organisation, while nobody has it"),
        _l("An editor of the organisation that a task is for, until the task is given to somebody."),
    ),
    Role.SIGNATORY: (_l("lead of a signing organisation"), _l("A lead of an organisation that was asked to sign.")),
    Role.DEPUTY: (_l("deputy"), _l("Whoever stands in for a lead who is away.")),
    Role.REVIEWER: (_l("reviewer"), _l("Whoever was asked to review an item.")),
    Role.AUTHOR: (_l("author"), _l("Whoever wrote a comment, or asked for a review.")),
    Role.STEWARD: (_l("steward"), _l("Whoever looks after an observance.")),
    Role.COORDINATOR: (_l("coordinator"), _l("Whoever runs the coalition; this gives no right over anybody’s words.")),
}
"""What each role is called, and who has it."""

ACTS: Sequence[tuple[LazyString, Mapping[Act, LazyString]]] = (
    (
        _l("Content"),
        {
            Act.PLAN_ITEM: _l("Plan an item"),
            Act.WRITE: _l("Write and change words"),
            Act.CHANGE_PLAN: _l("Change the plan of an item"),
            Act.SUBMIT: _l("Send to review, and back to draft"),
            Act.ASK_REVIEW: _l("Ask for a review"),
            Act.GIVE_REVIEW: _l("Answer a request for a review"),
            Act.WITHDRAW_REVIEW: _l("Withdraw a request for a review"),
            Act.DELETE_COMMENT: _l("Delete a comment"),
            Act.SIGN_OFF: _l("Sign off or request changes, for one’s organisation"),
            Act.SECOND_CHECK: _l("Check words in place of an organisation’s only lead, who wrote them"),
            Act.SCHEDULE: _l("Schedule, and take that back"),
            Act.PUBLISH: _l("Record that it is published"),
            Act.CORRECT: _l("Correct published words"),
            Act.CORRECT_JOINT: _l("Correct published words that other organisations have signed"),
            Act.WITHDRAW: _l("Withdraw what is published"),
            Act.CANCEL_ITEM: _l("Cancel an item, and reopen it"),
            Act.DELETE_ITEM: _l("Delete an item, and bring it back"),
        },
    ),
    (
        _l("Embargoes"),
        {
            Act.SET_EMBARGO: _l("Set an item’s embargo, or move its end to a later moment"),
            Act.HOLD_EMBARGO: _l("Hold an embargo and release it; in its circle also lift, remove or shorten it"),
            Act.EMERGENCY_ACCESS: _l("Use emergency access, with a reason"),
        },
    ),
    (
        _l("Campaigns"),
        {
            Act.START_CAMPAIGN: _l("Plan a campaign"),
            Act.CHANGE_CAMPAIGN: _l("Change a campaign"),
            Act.CANCEL_CAMPAIGN: _l("Cancel or delete a campaign"),
            Act.SHARE_CAMPAIGN: _l("Say who takes part and who sees it, and answer who asks to take part"),
            Act.ASK_TO_JOIN: _l("Ask to take part, for one’s organisation"),
            Act.LEAVE_CAMPAIGN: _l("Leave a campaign, with one’s organisation"),
            Act.ADD_TASK: _l("Add tasks"),
            Act.CHANGE_TASK: _l("Change, finish and delete a task"),
            Act.GIVE_TO_OTHERS: _l("Give tasks to people of any organisation in the campaign"),
        },
    ),
    (
        _l("Observances"),
        {
            Act.REGISTER_OBSERVANCE: _l("Register an observance, or enter one"),
            Act.DESCRIBE_EDITION: _l("Enter an edition’s theme and links, and a date that nobody knew"),
            Act.CHANGE_OBSERVANCE: _l("Change or unregister an observance"),
            Act.MOVE_EDITION: _l("Move an edition"),
            Act.CANCEL_EDITION: _l("Cancel an edition, and take that back"),
            Act.FILL_STEWARD: _l("Become steward where there is none any more"),
            Act.REPLACE_STEWARD: _l("Become steward in place of another"),
        },
    ),
    (
        _l("Events and bills"),
        {
            Act.ADD_EVENT: _l("Add an event"),
            Act.CHANGE_EVENT: _l("Change or cancel an event"),
            Act.KEEP_BILLS: _l("Keep the list of bills"),
        },
    ),
    (
        _l("People and organisations"),
        {
            Act.KEEP_PEOPLE: _l("Invite people, change their roles, end what they do"),
            Act.CHANGE_ORGANISATION: _l("Change an organisation"),
            Act.MAKE_STAFF_FEED: _l("Make the calendar feed of an organisation’s staff"),
            Act.KEEP_COALITION: _l("Add and close organisations, look after accounts, read logs"),
        },
    ),
)
"""What each act is called, by what it is about."""


def who_may(act: Act) -> str:
    """Return who may do something, role by role, in the order of the list of roles."""
    return ", ".join(str(name) for role, (name, _who) in ROLES.items() if role in TABLE[act])
