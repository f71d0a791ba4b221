"""Every kind of reminder by its name, in the order in which the page offers them."""

from scheduler.reminders.kinds.date_wanted import DateWanted
from scheduler.reminders.kinds.followed import Followed
from scheduler.reminders.kinds.lift import Lift
from scheduler.reminders.kinds.organisation_item import OrganisationItem
from scheduler.reminders.kinds.own_item import OwnItem
from scheduler.reminders.kinds.protocol import ReminderKind
from scheduler.reminders.kinds.review_due import ReviewWaiting
from scheduler.reminders.kinds.signoff_due import SignoffDue
from scheduler.reminders.kinds.task_due import TaskDue

KINDS: dict[str, ReminderKind] = {
    "followed": Followed(),
    "own_item": OwnItem(),
    "organisation_item": OrganisationItem(),
    "review_waiting": ReviewWaiting(),
    "signoff_due": SignoffDue(),
    "task_due": TaskDue(),
    "lift": Lift(),
    "date_wanted": DateWanted(),
}
