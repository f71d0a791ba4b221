"""Copy as a file: who gets it, and what stands above it."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.workflow import State
from scheduler.content.models import Item, ItemOpening
from tests.content.builders import ITEM_TEXT
from tests.content.stage import SECRECY, Stage
from tests.content.web.house import EVERYBODY, House
from tests.content.web.newsroom import Newsroom


def text(newsroom: Newsroom, path: str) -> str:
    answer = newsroom.get("lead", f"{path}/export/text")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("file_format", "media_type", "name"),
    [
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
        ("pdf", "application/pdf", "pdf"),
        ("email", "message/rfc822", "eml"),
        ("text", "text/plain; charset=utf-8", "txt"),
        ("html", "text/html; charset=utf-8", "html"),
        ("ninjs", "application/json", "json"),
    ],
)
def test_each_format_is_saved_under_the_title(newsroom: Newsroom, file_format: str, media_type: str, name: str) -> None:
    path = newsroom.item()

    answer = newsroom.get("lead", f"{path}/export/{file_format}")

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media_type)
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert f".{name}" in answer.headers["Content-Disposition"]
    assert f'href="{path}/export/{file_format}"' in newsroom.get("lead", path).text
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("kind", "state", "first"),
    [
        (Kind.PRESS_RELEASE, State.DRAFT, "DRAFT, version 1: not signed off, do not publish"),
        (Kind.PRESS_RELEASE, State.APPROVED, "FOR RELEASE ON Friday 30 July 2027"),
        (Kind.PRESS_RELEASE, State.PUBLISHED, "FOR IMMEDIATE RELEASE"),
        (Kind.OP_ED, State.PUBLISHED, ITEM_TEXT.title),
        (Kind.OP_ED, State.WITHDRAWN, "RETRACTED: do not use"),
        (Kind.PRESS_RELEASE, State.CANCELLED, "CANCELLED: do not use"),
    ],
)
def test_what_stands_above_the_copy(newsroom: Newsroom, kind: Kind, state: State, first: str) -> None:
    path = newsroom.item(kind=kind)
    newsroom.put(path, state=state)

    assert text(newsroom, path).splitlines()[0] == first


@pytest.mark.parametrize(
    ("at", "first"),
    [
        (datetime(2027, 6, 30, 7, 0, tzinfo=UTC), "FOR IMMEDIATE RELEASE"),
        (datetime(2027, 7, 30, 7, 0, tzinfo=UTC), "FOR RELEASE AT 09:00 (Brussels, UTC+2), Friday 30 July 2027"),
    ],
)
def test_a_release_says_when_it_comes_out(newsroom: Newsroom, at: datetime, first: str) -> None:
    path = newsroom.item(kind=Kind.PRESS_RELEASE)
    newsroom.put(path, state=State.SCHEDULED, publish_at=at, publish_zone="Europe/Brussels")

    assert text(newsroom, path).splitlines()[0] == first


def test_an_exclusive_piece_says_for_whom_and_until_when(newsroom: Newsroom) -> None:
    path = newsroom.item(kind=Kind.OP_ED)
    until = {"exclusive_at": datetime(2027, 7, 30, 10, 0, tzinfo=UTC), "exclusive_zone": "America/New_York"}
    newsroom.put(path, state=State.APPROVED, outlet="The Harbour Ledger", **until)

    first = text(newsroom, path).splitlines()[0]

    assert first == "EXCLUSIVE to The Harbour Ledger until 06:00 (New York, UTC−4), Friday 30 July 2027"


def test_unknown_formats_and_items_without_copy_are_not_there(newsroom: Newsroom) -> None:
    path = newsroom.item()
    assert newsroom.get("lead", f"{path}/export/exe").status_code == 404
    newsroom.post("lead", f"{path}/words", **newsroom.text(path, body=""))

    assert newsroom.get("lead", f"{path}/export/docx").status_code == 404
    assert "/export/" not in newsroom.get("lead", path).text


def test_a_title_that_is_no_name_of_a_file(newsroom: Newsroom) -> None:
    path = newsroom.item()
    newsroom.post("lead", f"{path}/words", **newsroom.text(path, title='../a"b; c: “é” \u0645'))

    disposition = newsroom.get("lead", f"{path}/export/text").headers["Content-Disposition"]

    assert disposition.startswith("attachment; ")
    assert "/" not in disposition.replace("UTF-8''", "")


def test_under_embargo_the_group_gets_it_with_the_time_and_is_on_record_and_nobody_else_does(house: House) -> None:
    path = house.make(lambda stage: stage.item(secrecy=SECRECY))

    codes = {who: house.get(who, f"{path}/export/text").status_code for who in EVERYBODY}
    readers = {who for who, code in codes.items() if code == 200}

    assert readers == {who for who in EVERYBODY if house.get(who, path + "/versions").status_code == 200}
    assert {"far_lead", "coordinator", "visitor"} & readers == set()
    written = house.get("lead", f"{path}/export/text").get_data(as_text=True)
    assert "EMBARGOED UNTIL" in written
    assert "do not publish before" in written
    opened = house.stage.session.scalars(select(ItemOpening.person_id)).all()
    assert house.stage.id("lead") in opened


def test_below_the_embargo_stands_its_moment_where_the_signatories_are(house: House) -> None:
    def make(stage: Stage) -> Item:
        signatories = frozenset({stage.port.id, stage.kaagapay.id})
        return stage.item(
            kind=Kind.PRESS_RELEASE, channels=("press_list", "x"), secrecy=SECRECY, signatories=signatories
        )

    path = house.make(make)
    lines = house.get("lead", f"{path}/export/text").get_data(as_text=True).split("\r\n\r\n")
    page = house.get("lead", f"{path}?channel=press_list").text

    assert lines[1:4] == [
        "EMBARGOED UNTIL 09:00 (Manila, UTC+8), Friday 30 July 2027: do not publish before",
        "21:00 (New York, UTC−4), Thursday 29 July 2027",
        "02:00 (Lisbon, UTC+1), Friday 30 July 2027",
    ]
    pasted = page[page.index("Lines to put above it") :].partition("</div>\n  </div>")[0]
    assert all(line in pasted for line in lines[:4])
    assert page.count("Lines to put above it") == 1


@pytest.mark.parametrize(
    ("state", "use"),
    [
        (State.DRAFT, "withheld"),
        (State.IN_REVIEW, "withheld"),
        (State.APPROVED, "withheld"),
        (State.SCHEDULED, "withheld"),
        (State.PUBLISHED, "usable"),
        (State.CORRECTED, "usable"),
        (State.WITHDRAWN, "canceled"),
        (State.CANCELLED, "canceled"),
    ],
)
def test_newsroom_systems_are_told_whether_they_may_use_it(newsroom: Newsroom, state: State, use: str) -> None:
    path = newsroom.item(kind=Kind.PRESS_RELEASE)
    newsroom.put(path, state=state)

    sent = newsroom.get("lead", f"{path}/export/ninjs").get_json()

    assert (sent["pubStatus"], sent["version"]) == (use, "1")
    assert "embargoedUntil" not in sent
    assert sent["uri"].startswith("http")
    assert sent["uri"].endswith(path)


NOON = datetime(2027, 7, 30, 12, 0, tzinfo=UTC)
PAST = datetime(2027, 6, 30, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "plan", "use", "until"),
    [
        (Kind.PRESS_RELEASE, {"publish_at": NOON}, "usable", NOON),
        (Kind.PRESS_RELEASE, {"publish_at": PAST}, "usable", None),
        (Kind.PRESS_RELEASE, {"publish_on": None}, "withheld", None),
        (Kind.STATEMENT, {"publish_at": NOON}, "usable", NOON),
        (Kind.STATEMENT, {"publish_on": None}, "withheld", None),
        (Kind.OP_ED, {"publish_at": NOON}, "usable", NOON),
        (Kind.OP_ED, {}, "withheld", None),
        (Kind.OP_ED, {"publish_on": None}, "usable", None),
        (Kind.PRESS_RELEASE, {"publish_at": PAST, "exclusive_at": NOON}, "withheld", None),
        (Kind.OP_ED, {"exclusive_at": NOON, "outlet": "The Courier"}, "withheld", None),
        (Kind.OP_ED, {"exclusive_at": PAST, "publish_on": None}, "usable", None),
    ],
)
def test_what_a_system_may_do_is_what_a_person_reads_above(
    newsroom: Newsroom, kind: Kind, plan: dict[str, object], use: str, until: datetime | None
) -> None:
    path = newsroom.item(kind=kind)
    newsroom.put(path, state=State.APPROVED, **plan)

    sent = newsroom.get("lead", f"{path}/export/ninjs").get_json()

    assert (sent["pubStatus"], sent.get("embargoedUntil")) == (use, until.isoformat() if until else None)
    is_free = not sent.get("edNote") or sent["edNote"] == "FOR IMMEDIATE RELEASE"
    assert is_free == (use == "usable" and until is None)


def test_newsroom_systems_get_the_moment_of_the_lift_or_no_use_at_all(house: House) -> None:
    path = house.make(lambda stage: stage.item(kind=Kind.PRESS_RELEASE, secrecy=SECRECY))
    embargoed = house.get("lead", f"{path}/export/ninjs").get_json()
    subject = message_from_bytes(house.get("lead", f"{path}/export/email").data, policy=policy.default)["Subject"]
    house.item(path).guard.held = True
    house.stage.session.commit()

    held = house.get("lead", f"{path}/export/ninjs").get_json()

    assert embargoed["embargoedUntil"] == "2027-07-30T01:00:00+00:00"
    assert "EMBARGOED UNTIL 09:00 (Manila" in embargoed["edNote"]
    title = embargoed["headlines"][0]["value"]
    assert subject == f"EMBARGOED until 09:00 (Manila, UTC+8), Friday 30 July 2027: {title}"
    assert (held["pubStatus"], "embargoedUntil" in held) == ("withheld", False)


def test_a_hold_has_no_time(house: House) -> None:
    path = house.make(lambda stage: stage.item(secrecy=SECRECY))
    item = house.item(path)
    item.guard.held = True
    house.stage.session.commit()

    assert "UNDER EMBARGO with no end date" in house.get("lead", f"{path}/export/text").get_data(as_text=True)


def test_characters_that_a_format_cannot_show_are_named_and_nothing_is_sent(newsroom: Newsroom) -> None:
    path = newsroom.item(text=replace(ITEM_TEXT, body="Fünf 数 of twelve"))

    answer = newsroom.get("lead", f"{path}/export/pdf")

    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    assert "PDF cannot show these characters: 数. Download another format." in newsroom.get("lead", path).text
