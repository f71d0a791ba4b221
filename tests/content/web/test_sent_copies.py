"""Who was sent copy before it was published: entered, seen, corrected, removed, and informed."""

import re
import uuid
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.services.guards import Embargo
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.sent_copies import UNKNOWN
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.domain.workflow import Action
from scheduler.content.models import Item, SentCopy
from scheduler.content.services.access import EmbargoSettings
from scheduler.content.services.embargo import EmbargoContext, lift_now, set_embargo
from scheduler.content.services.transitions import move_item
from tests.content.stage import LIFT, SECRECY
from tests.content.web.house import EVERYBODY, House

LATER = Embargo(datetime(2027, 7, 31, 9, 0), "Asia/Manila", datetime(2027, 7, 31, 1, 0, tzinfo=UTC))
EARLIER = {"at-day": "2027-07-01", "at-time": "11:30", "at-zone": "UTC"}
KIND, WRITERS = "sent_copy_outdated", {"owner", "lead", "editor"}


@pytest.fixture
def release(house: House) -> str:
    """Return the address of a release that three recipients were sent, with Old Port in its embargo group."""
    group = frozenset({house.stage.bay.id, house.stage.port.id})
    secrecy = EmbargoSettings(LIFT, SECRECY.placeholder_title, group)
    path = house.make(lambda stage: stage.item(kind=Kind.PRESS_RELEASE, secrecy=secrecy))
    for name in ("The Ledger", "=HYPERLINK(1)", "Ana Ruiz"):
        send(house, path, name)
    return path


def send(house: House, path: str, recipient: str, who: str = "editor", **data: str) -> int:
    typed = {"recipient": recipient, "version_number": "1", **data}
    return house.post(who, f"{path}/sent/new", **typed).status_code


def rows(house: House) -> list[SentCopy]:
    query = select(SentCopy).order_by(SentCopy.id)
    found = list(house.stage.session.scalars(query, execution_options={"populate_existing": True}))
    house.stage.session.commit()
    return found


def hand(house: House, who: str) -> EmbargoContext:
    return EmbargoContext(house.stage.context(who), house.app.extensions["scheduler.writers"])


def lift(house: House, path: str) -> None:
    """Let a text out before its embargo ends."""
    stage, item = house.stage, house.item(path)
    lift_now(stage.session, item, who=actor_roles(stage.session, stage.id("lead")), hand=hand(house, "lead"))
    stage.session.commit()


def move(house: House, item: Item) -> None:
    """Let the embargo of an item lift a day later."""
    stage, secrecy = house.stage, EmbargoSettings(LATER, SECRECY.placeholder_title)
    by, sharing = stage.by("editor", item), Sharing(ShareScope.COALITION)
    set_embargo(stage.session, item, sharing, secrecy, revision=item.revision, by=by, hand=hand(house, "editor"))
    stage.session.commit()


def mark_on(house: House, path: str) -> str:
    """Return what the button of the notice sends."""
    found = re.search(r'name="shown" value="([^"]+)"', house.read("owner", path))
    return found[1] if found else ""


def test_it_is_kept_with_the_sender_and_the_embargo_as_it_was(house: House, release: str) -> None:
    first, *_others = rows(house)

    assert (first.person_id, first.sent_at, first.version_number) == (house.stage.id("editor"), house.stage.now, 1)
    assert (first.had_embargo, first.embargo_at, first.embargo_zone) == (True, LIFT.at, "Asia/Manila")
    page = house.read("owner", release)
    assert "Sent to 3 recipients" in page
    assert "The Ledger" in page
    assert "inform them" not in page


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"recipient": " "}, "Outlet or journalist"),
        ({"version_number": "2"}, "The versions are 1 to 1."),
        ({"at-day": "2027-07-02", "at-time": "09:00", "at-zone": "UTC"}, "This is still to come"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(house: House, typed: dict[str, str], message: str) -> None:
    path = house.make(lambda stage: stage.item(kind=Kind.OP_ED))

    answer = house.post("editor", f"{path}/sent/new", **({"recipient": "A", "version_number": "1"} | typed))

    assert (answer.status_code, message in answer.text, rows(house)) == (422, True, [])


def test_the_embargo_group_sees_it_before_the_lift_and_after_it_they_and_the_writers(
    house: House, release: str
) -> None:
    before = {who: "The Ledger" in house.read(who, release) for who in EVERYBODY}
    tables = house.statuses(f"{release}/sent.csv")
    lift(house, release)
    send(house, release, "Late Gazette")

    after = {who for who in EVERYBODY if "The Ledger" in house.read(who, release)}
    late = {who for who in EVERYBODY if "Late Gazette" in house.read(who, release)}

    group = {who for who, sees in before.items() if sees}
    assert group == {*WRITERS, "port_lead", "port_editor"} == {who for who, code in tables.items() if code == 200}
    assert (after, late) == (group, WRITERS)
    assert house.get("far_lead", release).status_code == 200


def test_only_writers_of_a_kind_that_the_press_gets_may_enter_it(house: House, release: str) -> None:
    post = house.make(lambda stage: stage.item(kind=Kind.POST))
    open_release = house.make(lambda stage: stage.item(kind=Kind.PRESS_RELEASE))
    typed = {"recipient": "A", "version_number": "1"}

    statuses = house.statuses(f"{open_release}/sent/new", "POST", **typed)

    assert {who for who, status in statuses.items() if status == 303} == WRITERS
    assert 'id="sent"' not in house.read("far_lead", open_release)
    assert house.get("editor", f"{post}/sent/new").status_code == 404


def test_a_wrong_entry_is_corrected_or_removed_and_remains_crossed_out(house: House, release: str) -> None:
    first, second, _third = rows(house)
    form = {"form_id": str(uuid.uuid4()), "recipient": "The Ledger, Ana", "version_number": "1"}

    twice = [house.post("lead", f"{release}/sent/{first.address}/edit", **form).status_code for _ in range(2)]
    late = house.post("lead", f"{release}/sent/{first.address}/edit", recipient="Else", version_number="1")
    house.post("lead", f"{release}/sent/{second.address}/remove")

    page = house.read("editor", release)
    assert (twice, late.status_code, "Else" in late.text) == ([303, 303], 409, True)
    assert re.findall(r"<s dir=\"auto\">(.+?)</s>", page) == ["The Ledger", "=HYPERLINK(1)"]
    assert "Sent to 2 recipients" in page
    assert [row.recipient for row in rows(house) if row.removed_at is None] == ["Ana Ruiz", "The Ledger, Ana"]
    assert rows(house)[-1].person_id == house.stage.id("editor")


def test_a_change_asks_once_to_inform_and_is_over_once_everybody_is(house: House, release: str) -> None:
    stage, item = house.stage, house.item(release)
    move(house, item)
    for number in ("Six", "Seven"):
        stage.write(item, f"{number} answered.")
    assert stage.notified(KIND) == ["owner", "owner"]
    stage.session.commit()
    assert "This changed since 3 recipients were sent it: inform them" in house.read("owner", release)

    shown = mark_on(house, release)
    house.write(release, "Eight answered.")
    house.post("owner", f"{release}/sent/informed", shown=shown)
    assert "inform them" in house.read("owner", release)
    house.post("owner", f"{release}/sent/informed", shown=mark_on(house, release))
    assert "inform them" not in house.read("owner", release)

    item, context = house.item(release), stage.context("editor")
    move_item(stage.session, item, Action.CANCEL, by=stage.by("editor", item), context=context, note="No")
    stage.session.commit()
    assert "This was cancelled after 3 recipients were sent it: inform them" in house.read("owner", release)
    assert stage.notified(KIND) == ["owner"] * 3


def test_whoever_was_entered_after_the_page_was_made_is_not_confirmed_with_it(house: House, release: str) -> None:
    house.write(release, "Six answered.")
    shown = mark_on(house, release)
    send(house, release, "Late Gazette", who="lead")

    house.post("owner", f"{release}/sent/informed", shown=shown)

    assert [row.informed_at for row in rows(house)] == [None] * 4
    assert "The copy changed since 4 recipients were sent it: inform them" in house.read("owner", release)
    house.post("owner", f"{release}/sent/informed", shown=mark_on(house, release))
    assert {row.informed_by for row in rows(house)} == {house.stage.id("owner")}


def test_a_correction_to_another_recipient_asks_to_inform_them_and_one_of_the_time_does_not(
    house: House, release: str
) -> None:
    move(house, house.item(release))
    house.write(release, "Six answered.")
    house.post("owner", f"{release}/sent/informed", shown=mark_on(house, release))
    first, second, _third = rows(house)
    name = second.recipient

    house.post("editor", f"{release}/sent/{first.address}/edit", recipient="Else", version_number="1")
    house.post("editor", f"{release}/sent/{second.address}/edit", recipient=name, version_number="1", **EARLIER)

    other, same = rows(house)[3:]
    assert (other.known_embargo, other.known_off) == (LIFT.at.isoformat(), False)
    assert other.known_hash != same.known_hash
    assert (other.informed_at, other.informed_by, other.had_embargo) == (None, None, True)
    assert (same.known_embargo, same.informed_by) == (LATER.at.isoformat(), house.stage.id("owner"))
    assert "This changed since 1 recipient was sent it: inform them" in house.read("owner", release)


def test_an_entry_that_comes_late_asks_to_inform_whoever_was_sent_it_before_the_embargo_changed(
    house: House, release: str
) -> None:
    send(house, release, "In Time", **EARLIER)
    move(house, house.item(release))
    send(house, release, "Late Gazette", **EARLIER)
    send(house, release, "After the Change")

    early, late, after = rows(house)[3:]
    page = house.read("owner", release)
    assert (early.known_embargo, after.known_embargo) == (LIFT.at.isoformat(), LATER.at.isoformat())
    assert (late.known_embargo, late.had_embargo, late.embargo_at) == (UNKNOWN, True, None)
    assert page.count("was sent this before the embargo last changed") == 1
    assert "The embargo changed since 5 recipients were sent this" in page
    house.post("owner", f"{release}/sent/informed", shown=mark_on(house, release))
    assert "inform them" not in house.read("owner", release)


def test_what_went_out_before_an_early_lift_and_is_entered_after_it_stays_with_the_embargo_group(
    house: House, release: str
) -> None:
    lift(house, release)
    send(house, release, "Late Gazette", **EARLIER)

    late = rows(house)[-1]
    assert (late.had_embargo, late.known_embargo) == (True, UNKNOWN)
    seeing = {who for who in EVERYBODY if "Late Gazette" in house.read(who, release)}
    assert seeing == {*WRITERS, "port_lead", "port_editor"}


def test_a_correction_to_an_earlier_time_asks_to_inform_of_what_changed_since(house: House, release: str) -> None:
    move(house, house.item(release))
    send(house, release, "Late Gazette")
    wrong = rows(house)[-1]
    typed = {"recipient": wrong.recipient, "version_number": "1", **EARLIER}

    house.post("editor", f"{release}/sent/{wrong.address}/edit", **typed)

    assert (wrong.known_embargo, rows(house)[-1].known_embargo) == (LATER.at.isoformat(), UNKNOWN)


def test_copy_that_went_out_before_it_was_cancelled_is_not_known_to_be(house: House, release: str) -> None:
    stage, item = house.stage, house.item(release)
    move_item(
        stage.session, item, Action.CANCEL, by=stage.by("editor", item), context=stage.context("editor"), note="No"
    )
    stage.session.commit()

    send(house, release, "Late Gazette", **EARLIER)
    send(house, release, "Told of It")

    assert [row.known_off for row in rows(house)[3:]] == [False, True]


def test_whoever_deletes_what_was_sent_is_told_to_inform_the_recipients(house: House, release: str) -> None:
    client = house.client("editor")
    client.post(f"{release}/delete")
    said = "This was sent to the press: inform everyone who got it."

    assert said in client.get("/content?show=deleted").text
    assert house.stage.notified(KIND) == ["owner"]


def test_the_table_holds_no_formulas(house: House, release: str) -> None:
    answer = house.get("editor", f"{release}/sent.csv")

    lines = answer.get_data(as_text=True).splitlines()
    assert 'filename="Sent-to.csv"' in answer.headers["Content-Disposition"]
    assert lines[1].startswith("The Ledger,2027-07-01 12:00,")
    assert lines[2].startswith("'=HYPERLINK(1),")
    assert lines[1].split(",")[-4:-2] == ["1", "2027-07-30 01:00"]
