"""Whose address is stopped: shown to coordinators and to the person, who try it again."""

import pytest

from scheduler.accounts.services.stopped_addresses import drafts_to_coordinators, try_address_again
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import history
from scheduler.outbox.domain.return_kinds import ReturnKind
from scheduler.outbox.models import Stream
from scheduler.outbox.rendering import Letter, NotSent
from scheduler.outbox.services import OutboxDraft, queue_all
from scheduler.outbox.stopping import stop, stopped_addresses
from tests.written import answer_of

CAME_BACK, SPAM = "the mailbox does not exist", "marked an email as spam"
AGAIN = "/delivery/addresses"


@pytest.fixture
def stopped(store, scene, now):
    def stop_ana(kind=ReturnKind.GONE, address=None):
        stop(store, scene.ana.id, address or scene.ana.email, kind, now)
        store.commit()

    return stop_ana


def left(store):
    """Return who is stopped still, without a transaction that keeps pages from writing."""
    store.rollback()
    found = set(stopped_addresses(store))
    store.rollback()
    return found


@pytest.mark.parametrize(("kind", "said"), [(ReturnKind.GONE, CAME_BACK), (ReturnKind.COMPLAINT, SPAM)])
def test_coordinators_see_who_gets_no_email_and_why(visit, scene, stopped, kind, said):
    stopped(kind)

    text = visit("cleo").get("/delivery").text

    assert said in text
    assert "<bdi>Ana (Lantern Bay)</bdi>" in text
    assert scene.ana.email not in text
    assert (f'action="{AGAIN}"' in text) == (kind is ReturnKind.GONE)


def test_an_earlier_address_is_not_listed(visit, stopped):
    stopped(address="ana@elsewhere.test")

    assert CAME_BACK not in visit("cleo").get("/delivery").text
    assert "came back" not in visit("ana").get("/reminders").text


def test_a_coordinator_tries_an_address_again(visit, store, scene, stopped):
    stopped()

    answer = visit("cleo").post(AGAIN, data={"person": scene.ana.id}, follow_redirects=True)

    assert "Email is sent to Ana (Lantern Bay) again." in answer.text
    assert left(store) == set()
    assert [row.act for row in history(store, ("person", scene.ana.id))] == [AuditAct.ADDRESS_TRIED_AGAIN]


def test_only_the_person_takes_email_up_again_after_a_complaint(visit, store, scene, stopped):
    ana_id = scene.ana.id
    stopped(ReturnKind.COMPLAINT)
    cleo, ana = visit("cleo"), visit("ana")

    cleo.post(AGAIN, data={"person": ana_id})
    assert left(store) == {ana_id}

    assert "was marked as spam" in ana.get("/reminders").text
    ana.post("/reminders/address")
    assert left(store) == set()


def test_a_person_tries_their_own_address_again(visit, store, scene, stopped):
    address = scene.ana.email
    stopped()
    ana = visit("ana")
    assert address in ana.get("/reminders").text

    answer = ana.post("/reminders/address", follow_redirects=True)

    assert "sent to your address again" in answer.text
    assert left(store) == set()
    assert "came back" not in ana.get("/reminders").text


@pytest.mark.parametrize("who", ["ana", "bo", "dan"])
def test_nobody_else_tries_the_address_of_another(visit, store, scene, stopped, who):
    stopped()

    assert visit(who).post(AGAIN, data={"person": scene.ana.id}).status_code == 404
    if who != "ana":
        visit(who).post("/reminders/address")
    assert left(store) == {scene.ana.id}


def test_visitors_are_asked_to_log_in(visit):
    for path in (AGAIN, "/reminders/address"):
        answer = visit("visitor").post(path)
        assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/login")


@pytest.mark.parametrize("person", ["", "x", "-1", "999999", "٣"])
def test_who_is_not_stopped_does_not_exist(visit, stopped, person):
    stopped()

    assert visit("cleo").post(AGAIN, data={"person": person}).status_code == 404


def test_coordinators_read_whose_email_came_back_until_it_is_tried_again(app, store, scene, stopped, now):
    stopped()
    [reminder] = queue_all(
        store, [OutboxDraft(stream=Stream.REMINDER, kind="x", person_id=scene.ana.id, dedup_key="x", due_at=now)], now
    )
    [message] = queue_all(store, drafts_to_coordinators(store, reminder, now), now)
    with app.app_context():
        found = answer_of(store, message, now)
        try_address_again(store, scene.ana.id, scene.cleo.id, now)
        later = answer_of(store, message, now)

    assert isinstance(found, Letter)
    assert found.subject == "Email to Ana came back"
    assert "Email to Ana (Lantern Bay) came back: the mailbox does not exist." in found.text
    assert "/delivery" in found.html
    assert scene.ana.email not in found.text + found.html
    assert later == NotSent("removed")
