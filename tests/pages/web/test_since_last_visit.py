"""What the dashboard says of the time since somebody's last visit: what they may read now, and nothing of their own."""

import re
from datetime import timedelta

import pytest

from scheduler.accounts.models import PersonVisit
from scheduler.agenda.models import Entry
from scheduler.agenda.services.notifications import NotificationDraft, NotificationKind, notify_all
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from tests.pages.scenes import SAFE_TITLE, SECRET


@pytest.fixture
def away(store, scene, now):
    """Everybody was here two days ago, before anything was entered, and a week before that."""
    long_ago = now - timedelta(days=7)
    for who in (scene.ana, scene.bo, scene.cleo):
        store.add(PersonVisit(person_id=who.id, last_at=now - timedelta(days=2), before_at=long_ago))
    store.commit()


def lines(client):
    """Return the lines of the section, None without it."""
    section = re.search(r'<section class="section" id="since".*?</section>', client.get("/").text, re.DOTALL)
    return re.findall(r'<a href="([^"]+)" dir="auto">([^<]+)</a>', section[0]) if section else None


def test_a_first_visit_has_no_such_section(visit):
    assert lines(visit("ana")) is None


@pytest.mark.usefixtures("away")
def test_what_is_new_is_what_the_reader_may_list(visit):
    ours = ["New: Op-ed on safe homes", "New: Safe streams", "New: Vigil at the harbour"]

    # Bo is in the embargo group; the calendar has one text for all.
    assert sorted(text for _path, text in lines(visit("bo"))) == sorted(
        [*ours, "New: Board of Kaagapay", f"New: {SAFE_TITLE}"]
    )
    for who in ("ana", "cleo"):
        found = lines(visit(who))
        assert sorted(text for _path, text in found) == sorted([*ours, f"New: {SAFE_TITLE}"])
        assert SECRET not in str(found)


@pytest.mark.usefixtures("away")
def test_changed_cancelled_and_own_acts_are_told_apart(visit, store, scene, now):
    before = now - timedelta(days=30)
    store.query(Entry).update({Entry.created_at: before, Entry.changed_at: before})
    vigil, op_ed, campaign = (scene.entry(store, *source) for source in (("event", 1), ("content", 2), ("campaign", 1)))
    for entry in (vigil, op_ed, campaign):
        entry.changed_at = now - timedelta(days=1)
    vigil.cancelled_at = now - timedelta(days=1)
    record(store, AuditAct.EVENT_CHANGED, (SubjectKind.CONTENT, op_ed.source_id), actor_id=scene.ana.id, now=now)
    store.commit()

    assert [text for _path, text in lines(visit("ana"))] == ["Cancelled: Vigil at the harbour", "Changed: Safe streams"]
    assert "Changed: Op-ed on safe homes" in str(lines(visit("bo")))


@pytest.mark.usefixtures("away")
def test_what_others_changed_after_ones_own_act_is_not_left_out(visit, store, scene, now):
    op_ed = scene.entry(store, "content", 2)
    earlier = now - timedelta(hours=2)
    record(store, AuditAct.EVENT_CHANGED, (SubjectKind.CONTENT, op_ed.source_id), actor_id=scene.ana.id, now=earlier)
    op_ed.created_at, op_ed.changed_at = earlier, now - timedelta(hours=1)
    store.commit()

    assert (op_ed.path, "Changed: Op-ed on safe homes") in lines(visit("ana"))
    assert (op_ed.path, "New: Op-ed on safe homes") in lines(visit("bo"))


@pytest.mark.usefixtures("away")
def test_notifications_come_first_once_for_each_thing_and_kind(visit, store, scene, now):
    op_ed = scene.entry(store, "content", 2)
    for key in ("a", "b"):
        draft = NotificationDraft(op_ed.id, NotificationKind.COMMENTED, scene.bo.id, {scene.ana.id}, key=key)
        notify_all(store, [draft], now - timedelta(hours=1))
    store.commit()

    found = lines(visit("ana"))

    assert found[0] == (op_ed.path, "New comment: Op-ed on safe homes")
    assert str(found).count("Op-ed on safe homes") == 1
    assert "New comment" not in str(lines(visit("bo")))


@pytest.mark.usefixtures("away")
def test_what_one_may_not_read_any_more_is_not_there(visit, store, scene, now):
    board = scene.entry(store, "event", 2)
    notify_all(store, [NotificationDraft(board.id, NotificationKind.COMMENTED, None, {scene.ana.id}, key="a")], now)
    store.commit()

    assert "Board of Kaagapay" not in str(lines(visit("ana")))


def test_the_time_counts_from_the_visit_before_this_one(visit, store, scene, now):
    row = PersonVisit(person_id=scene.ana.id, last_at=now - timedelta(minutes=5), before_at=now + timedelta(minutes=1))
    store.add(row)
    store.commit()
    assert lines(visit("ana")) is None

    row.before_at = now - timedelta(days=1)
    store.commit()
    assert lines(visit("ana"))
