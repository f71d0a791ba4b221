"""How pages word slots, offsets and what there is to point out about a planned line."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from scheduler.content.labels import kind_label
from scheduler.playbooks.domain.planning import PlannedLine, Remark
from scheduler.playbooks.domain.slots import OwnerRole, Slot, SlotKind, ZoneRule
from scheduler.web.template_filters import clock, day_short

KIND_LABELS = {SlotKind.TASK: _l("Task"), SlotKind.CONTENT: _l("Content")}
OWNER_LABELS = {
    OwnerRole.LEAD: _l("Lead organisation"),
    OwnerRole.MANAGER: _l("Campaign manager"),
    OwnerRole.EACH: _l("Each participating organisation"),
}
ZONE_LABELS = {
    ZoneRule.ORGANISATION: _l("the organisation's time zone"),
    ZoneRule.CHANNEL: _l("each channel's time zone"),
}


def offset_label(days: int) -> str:
    """Return how far a slot is from the first day."""
    if days < 0:
        return ngettext("%(num)s day before", "%(num)s days before", -days)
    return ngettext("%(num)s day after", "%(num)s days after", days) if days else _("On the first day")


def slot_title(slot: Slot) -> str:
    """Return what a slot is called: by its kind if it has no title."""
    return slot.title or kind_label(slot.item_kind)


def slot_time_label(slot: Slot) -> str:
    """Return the time of day of a slot, with whose zone it is in; empty where only the day is planned."""
    if slot.at_time is None:
        return ""
    return f"{slot.at_time.strftime('%H:%M')}, {ZONE_LABELS[slot.zone_rule]}"


REMARKS = {
    Remark.PAST: _l("This date has passed."),
    Remark.MOVED_FROM_WEEKEND: _l("%(day)s is a weekend there, so it is due on the working day before."),
    Remark.MOVED_FROM_HOLIDAY: _l(
        "%(day)s is a public holiday there (%(holiday)s), so it is due on the working day before."
    ),
    Remark.ON_WEEKEND: _l("Falls on a weekend there."),
    Remark.ON_HOLIDAY: _l("Falls on a public holiday there: %(holiday)s."),
    Remark.SKIPPED_TIME: _l("Clocks skip %(wanted)s on this day, so it is %(taken)s."),
    Remark.REPEATED_TIME: _l("Clocks show %(wanted)s twice on this day; it is the first time."),
    Remark.UNKNOWN_ZONE: _l("Its time zone is not known any more, so it is in the organisation's."),
    Remark.MADE: _l("Already in this campaign."),
    Remark.STAND_IN: _l("A task a week before, as only editors and leads of the organisation can plan its content."),
    Remark.OTHER_ORGANISATION: _l("Its organisation does not participate here, so it goes to the lead organisation."),
    Remark.NOT_YOURS: _l("Cannot be added by you: it is for an organisation for which you cannot plan."),
    Remark.OUT_OF_RANGE: _l("Cannot be added: the date is outside the calendar."),
}


def remark_label(line: PlannedLine, remark: Remark) -> str:
    """Return what there is to point out about a line, and what follows from it."""
    values = {
        "day": day_short(line.slot_day) if line.slot_day is not None else "",
        "holiday": line.holiday,
        "wanted": line.slot.at_time.strftime("%H:%M") if line.slot.at_time is not None else "",
        "taken": clock(line.wall) if line.wall is not None else "",
    }
    return str(REMARKS[remark]) % values
