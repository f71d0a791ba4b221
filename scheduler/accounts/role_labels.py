"""The table of roles and acts in words, for the page about roles; docs/roles.md says the same."""

from collections.abc import Mapping, Sequence

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from scheduler.accounts.domain.acts import TABLE, Act, Role

ROLES: Mapping[Role, tuple[LazyString, LazyString]] = {
    Role.MEMBER: (_l("member"), _l("Member of the organisation concerned.")),
    Role.EDITOR: (_l("editor"), _l("Editor in the organisation concerned.")),
    Role.LEAD: (_l("lead"), _l("Lead of the organisation concerned.")),
    Role.OWNER: (
        _l("owner"),
        _l("The owner of an item, while editor or lead of its organisation."),
    ),
    Role.MANAGER: (
        _l("manager"),
        _l("The manager of a campaign, while editor or lead of a participating organisation."),
    ),
    Role.PARTICIPANT: (
        _l("participant"),
        _l("Editors and leads of the organisations participating in a campaign."),
    ),
    Role.ASSIGNEE: (_l("assignee"), _l("The person a task is assigned to.")),
    Role.TASK_LEAD: (_l("lead of the task’s organisation"), _l("A lead of the organisation that a task belongs to.")),
    Role.TASK_EDITOR: (
        _l("editor of the task’s organisation, while it is unassigned"),
        _l("An editor of the organisation that a task belongs to, until the task is assigned."),
    ),
    Role.SIGNATORY: (_l("lead of a signatory"), _l("A lead of an organisation that was asked to sign off.")),
    Role.DEPUTY: (_l("deputy"), _l("Deputy of a lead who is away.")),
    Role.REVIEWER: (_l("reviewer"), _l("A person asked to review an item.")),
    Role.AUTHOR: (_l("author"), _l("The person who wrote the comment or requested the review.")),
    Role.STEWARD: (_l("steward"), _l("The steward of an observance.")),
    Role.COORDINATOR: (_l("coordinator"), _l("Runs the coalition. Has no rights over anyone’s copy.")),
}
"""What each role is called, and who has it."""

ACTS: Sequence[tuple[LazyString, Mapping[Act, LazyString]]] = (
    (
        _l("Content"),
        {
            Act.PLAN_ITEM: _l("Create content"),
            Act.WRITE: _l("Write and edit copy"),
            Act.CHANGE_PLAN: _l("Edit the details of an item"),
            Act.SUBMIT: _l("Request sign-off, and return to draft"),
            Act.ASK_REVIEW: _l("Request a review"),
            Act.GIVE_REVIEW: _l("Respond to a review request"),
            Act.WITHDRAW_REVIEW: _l("Withdraw a review request"),
            Act.DELETE_COMMENT: _l("Delete a comment"),
            Act.SIGN_OFF: _l("Sign off or request changes on behalf of an organisation"),
            Act.SECOND_CHECK: _l("Second check, when an organisation’s only lead wrote the copy"),
            Act.SCHEDULE: _l("Schedule, unschedule and override a required check"),
            Act.PUBLISH: _l("Mark as published"),
            Act.CORRECT: _l("Correct published copy"),
            Act.CORRECT_JOINT: _l("Correct published copy that other organisations have signed off"),
            Act.WITHDRAW: _l("Retract published content"),
            Act.WITHDRAW_CONSENT: _l("Withdraw the consent for a picture, and record a new one"),
            Act.CANCEL_ITEM: _l("Cancel and reinstate an item"),
            Act.DELETE_ITEM: _l("Delete and restore an item"),
        },
    ),
    (
        _l("Embargoes"),
        {
            Act.SET_EMBARGO: _l("Set an item’s embargo, or move the lift to a later time"),
            Act.HOLD_EMBARGO: _l(
                "Place an embargo on hold and release it; inside the embargo group also lift, remove or shorten it"
            ),
            Act.EMERGENCY_ACCESS: _l("Use emergency access, with a reason"),
        },
    ),
    (
        _l("Campaigns"),
        {
            Act.START_CAMPAIGN: _l("Create a campaign"),
            Act.CHANGE_CAMPAIGN: _l("Edit a campaign and its partner kits"),
            Act.CANCEL_CAMPAIGN: _l("Cancel or delete a campaign"),
            Act.SHARE_CAMPAIGN: _l("Choose who participates and who has access, and answer requests to join"),
            Act.MESSAGE_CAMPAIGN: _l("Write to those concerned by a campaign"),
            Act.ASK_TO_JOIN: _l("Ask to join, on behalf of an organisation"),
            Act.LEAVE_CAMPAIGN: _l("Leave a campaign, on behalf of an organisation"),
            Act.ADD_TASK: _l("Add tasks"),
            Act.CHANGE_TASK: _l("Edit, complete and delete a task"),
            Act.GIVE_TO_OTHERS: _l("Assign tasks to people in any participating organisation"),
            Act.KEEP_PLAYBOOKS: _l("Save, edit and archive the coalition’s playbooks"),
        },
    ),
    (
        _l("Observances"),
        {
            Act.REGISTER_OBSERVANCE: _l("Register or add an observance"),
            Act.DESCRIBE_EDITION: _l("Add a theme, links and a missing date to an observance"),
            Act.CHANGE_OBSERVANCE: _l("Edit or unregister an observance"),
            Act.MOVE_EDITION: _l("Move the date of an observance"),
            Act.CANCEL_EDITION: _l("Cancel and reinstate the date of an observance"),
            Act.MESSAGE_EDITION: _l("Write to those concerned by the date of an observance"),
            Act.FILL_STEWARD: _l("Become steward where there is none"),
            Act.REPLACE_STEWARD: _l("Replace the steward"),
        },
    ),
    (
        _l("Events, bills and facts"),
        {
            Act.ADD_EVENT: _l("Add an event"),
            Act.CHANGE_EVENT: _l("Edit or cancel an event"),
            Act.KEEP_BILLS: _l("Maintain bills and their milestones"),
            Act.KEEP_FACTS: _l("Add, edit and retire facts"),
        },
    ),
    (
        _l("People and organisations"),
        {
            Act.KEEP_PEOPLE: _l("Invite people, change their roles, end memberships"),
            Act.CHANGE_ORGANISATION: _l("Edit an organisation"),
            Act.CHANGE_PRESS_DETAILS: _l("Edit an organisation’s boilerplate and media contact"),
            Act.CHANGE_CHANNEL_ZONES: _l("Edit the time zones of an organisation’s channels"),
            Act.MAKE_STAFF_FEED: _l("Create an organisation’s staff feed"),
            Act.KEEP_VIEWS: _l("Save, change and delete an organisation’s calendar views"),
            Act.KEEP_CHAT_ROOMS: _l("Add, change and remove an organisation’s chat rooms"),
            Act.KEEP_EXTERNAL_CALENDARS: _l("Add, edit and remove an organisation’s external calendars"),
            Act.KEEP_COALITION_CALENDARS: _l("Add, edit and remove external calendars of the whole coalition"),
            Act.KEEP_COALITION: _l("Add and close organisations, manage accounts, read logs"),
        },
    ),
)
"""What each act is called, by what it is about."""


def who_may(act: Act) -> str:
    """Return who may do something, role by role, in the order of the list of roles."""
    return ", ".join(str(name) for role, (name, _who) in ROLES.items() if role in TABLE[act])
