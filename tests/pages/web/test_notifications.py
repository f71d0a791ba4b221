"""The page of notifications and the bell: what emails say, of what somebody may still know, their own alone."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from scheduler.agenda.models import EntryStatus
from scheduler.agenda.services.notifications import NotificationDraft, NotificationKind, notify
from scheduler.db import AppSession
from scheduler.outbox.models import Message, MessageState, Stream
from scheduler.outbox.services import OutboxDraft, queue, suppress
from scheduler.reminders.models import NotificationRead
from scheduler.reminders.notification_list import PER_PAGE
from scheduler.reminders.reading import LISTED_FOR
from scheduler.reminders.services.following import ReminderListener
from scheduler.reminders.services.read_marks import forget_read_marks
from tests.fakes import FakeClock
from tests.page_texts import without_tokens
from tests.pages.scenes import SAFE_TITLE, SECRET, Scene

Visit = Callable[[str], FlaskClient]
Tell = Callable[..., str]

VIGIL, OP_ED, EMBARGOED, INTERNAL = ("event", 1), ("content", 2), ("content", 1), ("event", 2)


@pytest.fixture
def tell(store: AppSession, scene: Scene, now: datetime) -> Tell:
    """Notifies Ana, or somebody else, of an entry; returns the name of the message."""

    def told(
        entry: tuple[str, int] = VIGIL,
        kind: NotificationKind = NotificationKind.COMMENTED,
        *,
        to: str = "ana",
        at: datetime = now,
    ) -> str:
        person, about = getattr(scene, to), scene.entry(store, *entry).id
        key = f"k{store.scalar(select(func.count()).select_from(Message))}"
        notify(store, NotificationDraft(about, kind, scene.cleo.id, [person.id], key=key), at)
        return kept(store)

    return told


@pytest.fixture
def remind(store: AppSession, scene: Scene, now: datetime) -> Tell:
    """Reminds Ana of an entry, some days before; returns the name of the message."""

    def reminded(entry: tuple[str, int] = VIGIL, *, days: int = 7, starts_at: datetime | None = None) -> str:
        about = scene.entry(store, *entry)
        assert about.local_start is not None
        hours = {"starts_at": int(starts_at.timestamp())} if starts_at else {}
        draft = OutboxDraft(
            stream=Stream.REMINDER,
            kind="followed",
            person_id=scene.ana.id,
            payload={"entry_id": about.id, "first_day": about.local_start.date().isoformat(), **hours},
            dedup_key=f"followed:{about.id}:{days}",
            due_at=now,
            entry_id=about.id,
        )
        queue(store, draft, now)
        return kept(store)

    return reminded


def kept(store: AppSession) -> str:
    name = store.scalars(select(Message.message_id).order_by(Message.id.desc())).first() or ""
    store.commit()
    return name


def page(client: FlaskClient, address: str = "/notifications") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return without_tokens(answer.text)


def bell(client: FlaskClient) -> str:
    """Return what a screen reader says of the bell, on a page about something else."""
    found = re.search(
        r'class="top-link top-bell".*?<span class="visually-hidden">(.*?)</span>', client.get("/events").text, re.DOTALL
    )
    assert found is not None
    return found[1]


def names(text: str, section: str) -> list[str]:
    found = re.search(rf'<section class="section" id="{section}".*?</section>', text, re.DOTALL)
    return re.findall(r'id="notification-(\w{40})"', found[0]) if found else []


def test_a_visitor_is_asked_to_log_in_and_has_no_bell(visit: Visit, tell: Tell) -> None:
    visitor, name = visit("visitor"), tell()

    assert visitor.get("/notifications").headers["Location"] == "/login?next=/notifications"
    for path in ("/notifications/read", f"/notifications/{name}/read"):
        assert visitor.post(path).status_code == 302
    assert "top-bell" not in visitor.get("/calendar").text
    # As whoever belongs to no organisation.
    assert visit("dan").get("/notifications").status_code == visit("dan").get("/reminders").status_code
    assert visit("ana").get("/events").text.count("top-bell") == 1


def test_it_says_what_the_email_says_and_leads_to_the_setting_of_its_kind(visit: Visit, tell: Tell) -> None:
    tell(OP_ED, NotificationKind.ASSIGNED)
    ana = visit("ana")

    text = page(ana)

    assert "<bdi>Assigned to you: Op-ed on safe homes</bdi>" in text
    assert re.search(r"Cleo.* assigned this to you\.", text)
    assert 'href="/content/2"' in text
    assert bell(ana) == "Notifications: 1 unread"
    [setting] = re.findall(r'href="/reminders#(\w+)"', text)
    assert f'id="{setting}"' in ana.get("/reminders").text


def test_what_is_read_stands_below_and_is_not_counted(visit: Visit, tell: Tell, now: datetime) -> None:
    first, second, third = (tell(at=now + timedelta(seconds=number)) for number in range(3))
    ana = visit("ana")

    for _time in range(2):
        answer = ana.post(f"/notifications/{second}/read", data={"page": "1"})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/notifications")

    text = page(ana)
    assert (names(text, "unread"), names(text, "read")) == ([third, first], [second])
    assert bell(ana) == "Notifications: 2 unread"


def test_all_that_the_page_knew_of_is_marked(visit: Visit, tell: Tell) -> None:
    ana, old = visit("ana"), [tell(), tell()]
    [until] = re.findall(r'name="until" value="(\w+)"', page(ana))
    late = tell()

    for _window in range(2):
        assert ana.post("/notifications/read", data={"until": until}).headers["Location"] == "/notifications"

    text = page(ana)
    assert names(text, "unread") == [late]
    assert set(names(text, "read")) == set(old)
    for odd in ("", "x", "0" * 40, "\x00"):
        assert ana.post("/notifications/read", data={"until": odd}).status_code == 303
    assert bell(ana) == "Notifications: 1 unread"


def test_all_are_marked_though_the_newest_is_kept_back_in_the_meantime(
    visit: Visit, tell: Tell, store: AppSession, scene: Scene
) -> None:
    older, newest = tell(VIGIL), tell(OP_ED)
    ana = visit("ana")
    scene.entry(store, *OP_ED).guard_id = scene.entry(store, *EMBARGOED).guard_id
    store.commit()

    ana.post("/notifications/read", data={"until": newest})

    assert names(page(ana), "read") == [older]
    assert store.scalars(select(NotificationRead)).one().message_id == 1


@pytest.mark.parametrize("who", ["bo", "cleo"])
def test_nobody_marks_what_somebody_else_was_told(visit: Visit, tell: Tell, store: AppSession, who: str) -> None:
    name, other = tell(), visit(who)

    assert other.post(f"/notifications/{name}/read").status_code == 404
    other.post("/notifications/read", data={"until": name})

    assert store.scalars(select(NotificationRead)).all() == []
    store.commit()
    assert other.post(f"/notifications/{'0' * 40}/read").status_code == 404
    assert other.post("/notifications/x%00/read").status_code == 404


def test_what_is_kept_from_a_reader_leaves_no_trace(visit: Visit, tell: Tell) -> None:
    ana = visit("ana")
    tell()
    before, rings = page(ana), bell(ana)
    hidden = [tell(entry, kind) for entry in (EMBARGOED, INTERNAL) for kind in NotificationKind][:70]

    assert (page(ana), bell(ana)) == (before, rings)
    assert ana.post(f"/notifications/{hidden[0]}/read").status_code == 404


def test_the_embargo_group_sees_the_placeholder(visit: Visit, tell: Tell) -> None:
    tell(EMBARGOED, to="bo")

    text = page(visit("bo"))

    assert SAFE_TITLE in text
    assert SECRET not in text
    assert bell(visit("bo")) == "Notifications: 1 unread"


def test_what_became_of_the_email_does_not_matter(
    visit: Visit, tell: Tell, store: AppSession, scene: Scene, now: datetime
) -> None:
    for state in MessageState:
        name = tell()
        store.scalars(select(Message).where(Message.message_id == name)).one().state = state
    suppress(store, scene.ana.id, Stream.NOTICE, "*", now)
    store.commit()

    assert bell(visit("ana")) == f"Notifications: {len(MessageState)} unread"


def test_what_is_gone_is_not_listed_and_what_is_over_says_so(
    visit: Visit, tell: Tell, store: AppSession, scene: Scene, now: datetime
) -> None:
    tell(OP_ED)
    tell(VIGIL)
    ana = visit("ana")
    scene.entry(store, *OP_ED).removed_at = now
    scene.entry(store, *VIGIL).status = EntryStatus.CANCELLED
    store.commit()

    text = page(ana)

    assert "Op-ed on safe homes" not in text
    assert "<bdi>Vigil at the harbour</bdi>" in text
    assert "This no longer applies." in text
    assert bell(ana) == "Notifications: 1 unread"


def test_of_several_reminders_of_a_thing_the_last_one_stands(visit: Visit, remind: Tell, clock: FakeClock) -> None:
    early = remind(days=7)
    ana = visit("ana")
    ana.post(f"/notifications/{early}/read")
    late = remind(days=1)

    assert names(page(ana), "unread") == [late]
    assert bell(ana) == "Notifications: 1 unread"
    # In a window that was left open.
    assert ana.post(f"/notifications/{early}/read").status_code == 303


def test_a_reminder_of_an_hour_that_has_come_names_the_day(
    visit: Visit, remind: Tell, scene: Scene, store: AppSession, clock: FakeClock
) -> None:
    starts_at = scene.entry(store, *VIGIL).starts_at
    assert starts_at is not None
    remind(starts_at=starts_at)
    clock.moment = starts_at - timedelta(hours=2)
    assert "In about 2 hours: Vigil at the harbour" in page(visit("ana"))

    clock.moment = starts_at + timedelta(hours=1)

    assert "Today: Vigil at the harbour" in page(visit("ana"))


def test_long_lists_come_in_pages(visit: Visit, tell: Tell, now: datetime) -> None:
    told = [tell(at=now + timedelta(seconds=number)) for number in range(PER_PAGE + 1)]
    ana = visit("ana")

    first, second = page(ana), page(ana, "/notifications?page=2")

    assert names(first, "unread") == told[:0:-1]
    assert names(second, "unread") == told[:1]
    assert re.findall(r'name="until" value="(\w+)"', second) == [told[-1]]
    answer = ana.post(f"/notifications/{told[0]}/read", data={"page": "2"})
    assert answer.headers["Location"] == "/notifications?page=2"


def test_after_ninety_days_it_is_forgotten(visit: Visit, tell: Tell, store: AppSession, clock: FakeClock) -> None:
    read, unread = tell(), tell()
    ana = visit("ana")
    ana.post(f"/notifications/{read}/read")
    clock.moment += LISTED_FOR

    assert "Nothing yet" in page(ana)
    assert bell(ana) == "Notifications: none unread"
    assert ana.post(f"/notifications/{unread}/read").status_code == 404
    assert forget_read_marks(store, clock.moment - timedelta(seconds=1)) == 0
    assert forget_read_marks(store, clock.moment) == 1


def test_what_somebody_has_read_goes_with_their_name(visit: Visit, tell: Tell, store: AppSession, scene: Scene) -> None:
    for who in ("ana", "bo"):
        visit(who).post(f"/notifications/{tell(to=who)}/read")

    ReminderListener().person_anonymised(store, scene.ana.id)

    assert [row.person_id for row in store.scalars(select(NotificationRead))] == [scene.bo.id]
