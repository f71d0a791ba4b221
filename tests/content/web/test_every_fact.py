"""Two op-eds and a joint release typed with every fact in a field of its own: each is in the files once, in order."""

import re
import uuid
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from scheduler.content.domain.kinds import Kind
from scheduler.content.models import Item
from scheduler.content.services.access import EmbargoSettings
from scheduler.content.services.fact_links import FactLinkDraft, link_fact
from scheduler.legislation.domain.milestones import MilestoneKind
from scheduler.legislation.models import Bill
from scheduler.legislation.services.bills import BillDraft, find_or_create
from scheduler.legislation.services.milestones import MilestoneDraft, add_milestone
from tests.content.facts import PASSAGE, new_fact
from tests.content.item_tabs import all_tabs
from tests.content.stage import LIFT, Stage
from tests.content.web.gallery import Gallery
from tests.content.web.house import House

BODY = "Body 1 begins here.\n\nBody 2 asks who carried the signal.\n\nBody 3 names Friday, 30 July 2027."
OP_ED = {
    "title": "The camera in the next room",
    "byline": "Ana Reyes-Whitfield",
    "byline_role": "Director of Policy, Lantern Bay Initiative",
    "content_warning": "mentions the sexual abuse of children, without detail",
    "disclaimer": "The views in this article are the author's own.",
    "body": BODY,
    "call_to_action": "Write to your senator",
    "call_to_action_link": "https://example.org/act/30-july",
    "editors_note": "In the United States, call or text 988; in the Philippines, call 163.",
    "hashtags": "#EndTraffickingTogether #SafeByDesign",
    "first_published": "The Harbour Ledger, 30 July 2027",
}
OP_ED_IN_ORDER = (
    "EXCLUSIVE to The Harbour Ledger until 06:00 (New York, UTC−4), Friday 30 July 2027",
    OP_ED["title"],
    "Ana Reyes-Whitfield, Director of Policy, Lantern Bay Initiative",
    f"Content warning: {OP_ED['content_warning']}",
    OP_ED["disclaimer"],
    "Body 1 begins here.",
    "Body 2 asks who carried the signal.",
    "Body 3 names Friday, 30 July 2027.",
    OP_ED["call_to_action"],
    OP_ED["editors_note"],
    OP_ED["hashtags"],
    f"First published: {OP_ED['first_published']}",
    "Photo: Lantern Bay Initiative / J. Okafor",
)
PHOTO: dict[str, Any] = {
    "alt_text": "A wooden desk and chair in morning light",
    "credit": "Lantern Bay Initiative / J. Okafor",
}
VOTED = OP_ED | {
    "title": "Twenty-two to nothing",
    "body": f"On 12 June 2027 the committee passed H.R. 2732 by 22–0. {PASSAGE}.\n\nThe floor is next.",
}
VOTED_IN_ORDER = (
    OP_ED_IN_ORDER[0],
    "Twenty-two to nothing",
    *OP_ED_IN_ORDER[2:5],
    f"On 12 June 2027 the committee passed H.R. 2732 by 22–0. {PASSAGE}.",
    "The floor is next.",
    *OP_ED_IN_ORDER[8:],
)
RELEASE = {
    "title": "Forty-one organisations ask platforms to publish what they find",
    "subhead": "Seven of twelve services report live-streamed abuse not at all",
    "dateline": "MANILA / WASHINGTON / BRUSSELS",
    "body": "Forty-one organisations published the first scorecard.\n\nA panel of eleven survivors reviewed it.",
    "quote_rows": "2",
    "quote-0-text": "We are asking for a count.",
    "quote-0-speaker": "Ligaya Domingo-Santos",
    "quote-0-role": "executive director",
    "quote-0-organisation": "Kaagapay Network",
    "quote-1-text": "Being able to change the question is different.",
    "quote-1-speaker": "A member of the panel",
    "call_to_action": "See the scorecard",
    "call_to_action_link": "https://example.org/scorecard",
    "notes_to_editors": "1. Abuse that is directed in real time.\n2. Interviews in English, Filipino, French.",
    "boilerplate": "Lantern Bay works with courts.\n\nKaagapay joins 63 community groups.",
    "media_contact": "press@lanternbay.example, +1 202 555 0142 (day)",
}
RELEASE_IN_ORDER = (
    "DRAFT, version 2: not signed off, do not publish",
    "EMBARGOED UNTIL 09:00 (Manila, UTC+8), Friday 30 July 2027: do not publish before",
    "21:00 (New York, UTC−4), Thursday 29 July 2027",
    "02:00 (Lisbon, UTC+1), Friday 30 July 2027",
    RELEASE["title"],
    RELEASE["subhead"],
    "MANILA / WASHINGTON / BRUSSELS — Forty-one organisations published the first scorecard.",
    "A panel of eleven survivors reviewed it.",
    "We are asking for a count.",
    "Ligaya Domingo-Santos, executive director, Kaagapay Network",
    "Being able to change the question is different.",
    "A member of the panel",
    RELEASE["call_to_action"],
    "###",
    "Notes to editors",
    "Abuse that is directed in real time.",
    "Interviews in English, Filipino, French.",
    "Lantern Bay works with courts.",
    "Kaagapay joins 63 community groups.",
    "Media contact",
    RELEASE["media_contact"],
)


def bill_of(stage: Stage, number: str, title: str) -> int:
    draft = BillDraft("US Congress", number, title)
    return find_or_create(stage.session, draft, actor_id=None, now=stage.now).id


def typed(house: House, path: str, fields: dict[str, str]) -> None:
    row = house.item(path)
    sent: dict[str, Any] = {"revision": str(row.revision), "version": str(row.version_number), **fields}
    answer = house.post("editor", f"{path}/words", **sent)
    assert answer.status_code == 303, answer.text


def op_ed(house: House, fields: dict[str, str]) -> str:
    """Type an op-ed that cites two bills, with its picture and the outlet that it is exclusive to."""

    def plan(stage: Stage) -> Item:
        bills = {bill_of(stage, "S. 1829", "STOP CSAM Act"), bill_of(stage, "H.R. 2732", "EARN IT Act")}
        return stage.item(kind=Kind.OP_ED, bills=frozenset(bills), channels=("website",), outlet="The Harbour Ledger")

    path = house.make(plan)
    typed(house, path, fields)
    Gallery(house, path).added(name="desk.jpg", **PHOTO)
    ends = {"exclusive-day": "2027-07-30", "exclusive-time": "06:00", "exclusive-zone": "America/New_York"}
    pitch = {"outlet": "The Harbour Ledger", "pitched_on": "2027-06-01", "answer": "none"} | ends
    assert house.post("lead", f"{path}/pitches/new", **pitch).status_code == 303
    return path


def voted(house: House) -> str:
    """Type an op-ed on a committee vote, which is on record with its count, as is the figure that it quotes."""
    stage = house.stage
    stage.now -= timedelta(days=2)
    bill, fact = bill_of(stage, "H.R. 2732", "EARN IT Act"), new_fact(stage)
    vote = MilestoneDraft(
        kind=MilestoneKind.COMMITTEE_VOTE,
        day=date(2027, 6, 12),
        votes_for=22,
        votes_against=0,
        place="Committee on the Judiciary",
        source_url="https://congress.example/votes/22",
    )
    row = stage.session.get_one(Bill, bill)
    add_milestone(stage.session, row, vote, form_id=str(uuid.uuid4()), context=stage.context("far_lead"))
    stage.session.commit()
    path = op_ed(house, VOTED)
    item, by = house.item(path), stage.by("editor", house.item(path))
    link_fact(stage.session, item, FactLinkDraft(fact.id, PASSAGE), by=by, context=stage.context("editor"))
    stage.session.commit()
    page = all_tabs(house.client("editor"), path)
    assert all(part in page for part in ("H.R. 2732", "S. 1829", "ILO", PHOTO["alt_text"]))
    assert "22–0" in house.get("editor", f"/bills/{bill}").text
    return path


def release(house: House) -> str:
    """Type the joint release under its embargo, with the consent for each quote."""
    secrecy = EmbargoSettings(LIFT, placeholder_title="Joint statement, 30 July")

    def plan(stage: Stage) -> Item:
        bills = frozenset({bill_of(stage, "S. 1829", "STOP CSAM Act")})
        signatories = frozenset({stage.port.id, stage.kaagapay.id})
        values: dict[str, Any] = {"kind": Kind.PRESS_RELEASE, "bills": bills, "signatories": signatories}
        return stage.item(secrecy=secrecy, channels=("press_list", "website"), **values)

    path = house.make(plan)
    typed(house, path, RELEASE)
    keys = re.findall(r"/quotes/(\d+)/consent", house.get("editor", f"{path}/details").text)
    assert keys == ["1", "2"]
    for number in keys:
        page = house.get("editor", f"{path}/quotes/{number}/consent").text
        key = re.search(r'name="quote"[^>]*value="(\w+)"', page)
        assert key is not None
        given = {"basis": "agreed", "given_by": "The speaker", "scope": "Press only", "until": "2027-12-31"}
        sent = {"quote": key[1], "revision": "", **given}
        assert house.post("editor", f"{path}/quotes/{number}/consent", **sent).status_code == 303
    return path


def word_text(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(content)).paragraphs)


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


@pytest.mark.parametrize(
    ("enter", "expected"),
    [
        (lambda house: op_ed(house, OP_ED), OP_ED_IN_ORDER),
        (voted, VOTED_IN_ORDER),
        (release, RELEASE_IN_ORDER),
    ],
    ids=["op-ed", "op-ed on a vote", "joint release"],
)
def test_each_part_stands_in_word_and_pdf_once_and_in_its_place(house: House, enter, expected) -> None:
    house.app.extensions["scheduler.clock"].moment = datetime(2027, 7, 1, 12, 0, tzinfo=UTC)
    path = enter(house)

    for file_format, read in (("docx", word_text), ("pdf", pdf_text)):
        answer = house.get("editor", f"{path}/export/{file_format}")
        assert answer.status_code == 200
        text = " ".join(read(answer.data).split())
        assert {part: text.count(part) for part in expected} == dict.fromkeys(expected, 1), file_format
        places = [text.index(part) for part in expected]
        assert places == sorted(places), file_format
