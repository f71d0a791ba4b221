"""Organisations and people of a campaign become roles of its playbook."""

from scheduler.playbooks.domain.saving import as_playbook
from scheduler.playbooks.domain.slots import Owner, OwnerRole, Plan, Slot, SlotKind

LEAD, OTHER, THIRD, MANAGER = 1, 2, 3, 7


def slot(key: str, title: str, organisation_id: int, person_id: int | None = None, days: int = -1) -> Slot:
    owner = Owner(organisation_id=organisation_id, person_id=person_id)
    return Slot(key=key, kind=SlotKind.TASK, title=title, offset_days=days, owner=owner)


def roles(*slots: Slot) -> list[tuple[str, OwnerRole]]:
    plan = Plan(source="c", name="", slots=slots)
    return [(one.title, one.owner.role) for one in as_playbook(plan, LEAD, MANAGER)]


def test_what_several_organisations_had_is_for_each_once():
    assert roles(slot("a", "Brief", LEAD), slot("b", "Brief", OTHER), slot("c", "Brief", THIRD)) == [
        ("Brief", OwnerRole.EACH)
    ]


def test_what_the_manager_had_is_the_managers_and_all_else_the_leads():
    assert roles(slot("a", "Decide", LEAD, MANAGER), slot("b", "Write", LEAD, 8), slot("c", "Print", OTHER, 9)) == [
        ("Decide", OwnerRole.MANAGER),
        ("Write", OwnerRole.LEAD),
        ("Print", OwnerRole.LEAD),
    ]


def test_the_same_title_on_other_days_is_another_line_and_nobody_is_named():
    plan = Plan(source="c", name="", slots=(slot("a", "Call", LEAD, 8, 3), slot("b", "Call", OTHER, 9, -3)))
    made = as_playbook(plan, LEAD, MANAGER)

    assert [one.offset_days for one in made] == [-3, 3]
    assert {(one.owner.organisation_id, one.owner.person_id) for one in made} == {(None, None)}
