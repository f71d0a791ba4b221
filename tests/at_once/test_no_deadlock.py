"""Whatever many people do to the same things at the same moment, nobody waits for ever and nothing crashes."""

import uuid

import pytest

from scheduler.accounts.models import Membership
from scheduler.campaigns.models import Campaign, Task
from scheduler.content.models import Item
from scheduler.events.models import Event
from scheduler.facts.models import Fact
from tests.at_once.conftest import Town
from tests.reminders.typed import typed

pytestmark = [pytest.mark.engines("sqlite", "postgresql"), pytest.mark.timeout(300)]

ROUNDS = 3
Form = tuple[str, str, dict[str, object]]


def forms(town: Town, number: int) -> list[Form]:
    """Return what everybody does in one round: what touches one thing, and what is followed through many."""
    items, (campaign,), (event,) = town.rows(Item), town.rows(Campaign), town.rows(Event)
    said = town.rows(Fact)[0]
    fact = {"source_name": "Harbour Monitor", "source_date": "2027", "owner_id": str(said.owner_id)}
    link: dict[str, object] = {"fact_id": str(said.id), "passage": "act on it", "part": ""}
    tasks, day = town.rows(Task), f"2027-07-{20 + number}"
    item, plan, sampaguita = f"/content/{items[0].public_id}", f"/campaigns/{campaign.public_id}", "Sampaguita"
    post, release, op_ed = (items[at].public_id for at in range(3))
    edition = "/observances/world-day-against-trafficking-in-persons/2027"
    gone = next(row for row in town.rows(Membership) if row.person_id == town.people["jun"].id)
    organisation = {"organisation_id": str(town.organisation(sampaguita))}
    picked: dict[str, object] = {
        "task": [f"{row.address}.{row.revision}" for row in reversed(tasks)],
        "act": "shift",
        "days": "1",
    }
    sent: list[Form] = [
        ("lena", "/content/bulk/shift", {"item": [post, op_ed], "days": "1"}),
        ("theo", "/content/bulk/shift", {"item": [op_ed, post], "days": "-1"}),
        ("theo", f"/facts/{said.id}/edit", {**fact, "statement": f"Count {number}", "revision": str(said.revision)}),
        ("theo", f"{item}/facts/link", link),
        ("theo", f"{item}/copy-checked", {"until": "2027-07-01T00:00:00+00:00"}),
        ("theo", f"{item}/comments", {"body": f"Round {number}"}),
        ("lena", f"/content/{release}/embargo/{'hold' if number % 2 else 'release'}", {}),
        ("lena", f"{plan}/tasks/bulk", picked),
        ("lena", f"{plan}/organisations/{organisation['organisation_id']}/leave", {}),
        ("cora", f"{plan}/organisations", {**organisation}),
        ("lena", f"{edition}/dates", {"first_day": day, "reason": "Summit", "revision": str(number + 1)}),
        ("odile", f"/events/{event.public_id}/{'cancel' if number % 2 else 'restore'}", {"reason": "Storm"}),
        ("maya", f"/people/memberships/{gone.id}/remove", {}),
        ("priya", "/reminders", {**typed(followed="14d", hour=str(number % 24)), "revision": str(number)}),
        ("cora", "/organisations/new", {"name": f"Round {number}", "zone": "UTC"}),
    ]
    return [(who, path, {"form_id": str(uuid.uuid4()), **data}) for who, path, data in sent]


def test_many_changes_at_once_all_come_to_an_end(town: Town) -> None:
    crashes: list[tuple[str, str]] = []
    saved = 0
    due_before = [task.due_on for task in town.rows(Task)]
    for number in range(ROUNDS):
        sent = forms(town, number)
        replies = town.together(*sent)
        crashes += [(form[1], reply.text) for form, reply in zip(sent, replies, strict=True) if reply.status >= 500]
        saved += sum(300 <= reply.status < 400 for reply in replies)

    assert crashes == []
    assert [task.due_on for task in town.rows(Task)] != due_before
    assert saved > len(forms(town, 0)) * ROUNDS / 2
