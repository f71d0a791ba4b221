"""Terms and helplines, kept by coordinators and looked for in copy at once."""

import re
from datetime import timedelta

from sqlalchemy import select

from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.content.domain.item_text import ItemText
from scheduler.guidance.models import Helpline, Term
from scheduler.guidance.reading import VALID_FOR
from tests.content.web.house import House

TERM = {"language": "en", "phrases": "fishing  crew\nDeck Hand", "prefer": "crew member", "reason": "agreed in May"}
LINE = {"country": "PH", "name": "Actionline", "contact": "1343", "source": "Its web page", "checked_on": "2027-05-03"}
MANY = [f"word{number}" for number in range(41)]


def panel(house: House, path: str) -> str:
    page = house.get("lead", f"{path}/details").text.partition('id="checks"')[2].partition("</section>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


def copy(house: House, body: str) -> str:
    return house.make(lambda stage: stage.item(text=ItemText(title="Copy", body=body)))


def acts(house: House) -> list[str]:
    found = list(house.stage.session.scalars(select(AuditRow.act).order_by(AuditRow.id)))
    house.stage.session.commit()
    return found


def test_coordinators_alone_keep_them(house: House) -> None:
    for path in ("/terms", "/terms/new", "/helplines", "/helplines/new"):
        assert [house.get(who, path).status_code for who in ("lead", "member", "far_lead")] == [404] * 3
        assert house.get("visitor", path).status_code in (302, 303)
        assert house.get("coordinator", path).status_code == 200


def test_a_term_is_looked_for_from_its_save_on(house: House) -> None:
    path = copy(house, "Every fishing crew and two deck hands. “My deck hand,” she said.")
    assert "crew member" not in panel(house, path)

    assert house.post("coordinator", "/terms/new", **TERM).status_code == 303
    shown = panel(house, path)
    assert re.search(r"fishing crew Text Instead: crew member\. Reason: agreed in May", shown)
    assert "3 things to look at" not in shown

    (term,) = house.stage.session.scalars(select(Term)).all()
    house.stage.session.commit()
    address = f"/terms/{term.id}/edit"
    assert house.post("coordinator", address, **(TERM | {"phrases": "sailor"}), revision="9").status_code == 409
    assert house.post("coordinator", address, **(TERM | {"phrases": "sailor"}), revision="1").status_code == 303
    assert "crew member" not in panel(house, path)
    house.post("coordinator", f"/terms/{term.id}/remove")
    assert acts(house)[-3:] == [AuditAct.TERM_ADDED, AuditAct.TERM_CHANGED, AuditAct.TERM_REMOVED]


def test_a_shipped_term_is_switched_off_and_on(house: House) -> None:
    path = copy(house, "A voiceless child.")
    slug = re.search(r'id="term-([\w-]*)"(?:(?!</li>).)*voiceless', house.get("coordinator", "/terms").text, re.DOTALL)
    assert slug is not None
    address = f"/terms/shipped/{slug[1]}"
    assert "voiceless" in panel(house, path)
    for _time in range(2):
        house.post("coordinator", address, use="0")
        assert "voiceless" not in panel(house, path)
    house.post("coordinator", address, use="1")
    assert "voiceless" in panel(house, path)
    assert acts(house)[-2:] == [AuditAct.TERM_SWITCHED_OFF, AuditAct.TERM_SWITCHED_ON]
    assert house.post("coordinator", "/terms/shipped/none-of-it", use="0").status_code == 404
    assert house.post("lead", address, use="0").status_code == 404


def test_what_cannot_be_looked_for_or_called_is_refused(house: House) -> None:
    for phrases, why in (
        ("ok\n-", "too short"),
        ("-- a", "too short"),
        ("x" * 101, "up to 100"),
        ("\n".join(map(str, MANY)), "up to 40"),
    ):
        refused = house.post("coordinator", "/terms/new", **(TERM | {"phrases": phrases}))
        assert (refused.status_code, why in refused.text) == (422, True), why
    for wrong, why in (
        ({"contact": "javascript:alert(1)"}, "Enter a phone number"),
        ({"checked_on": "2027-07-10"}, "This day has not come yet"),
        ({"source": ""}, "needs a change"),
    ):
        refused = house.post("coordinator", "/helplines/new", **(LINE | wrong))
        assert (refused.status_code, why in refused.text) == (422, True), why


def test_a_helpline_is_offered_to_organisations_of_its_country(house: House) -> None:
    path = copy(house, "One in ten thinks of suicide.")
    assert "the country of your organisation is not set" in panel(house, path)
    house.stage.session.get_one(type(house.stage.bay), house.stage.bay.id).country = "PH"
    house.stage.session.commit()
    assert "None is listed for the country" in panel(house, path)

    assert house.post("coordinator", "/helplines/new", **LINE).status_code == 303
    assert "for example this one. Actionline: 1343" in panel(house, path)
    assert "To be checked" not in house.get("coordinator", "/helplines").text

    (row,) = house.stage.session.scalars(select(Helpline)).all()
    house.stage.session.commit()
    old = (house.stage.now.date() - VALID_FOR - timedelta(days=2)).isoformat()
    assert (
        house.post("coordinator", f"/helplines/{row.id}/edit", **(LINE | {"checked_on": old}), revision="1").status_code
        == 303
    )
    assert "make sure first that it is right" in panel(house, path)
    assert "To be checked" in house.get("coordinator", "/helplines").text
    assert "Check the helpline" in house.get("coordinator", "/").text
    assert "Check the helpline" not in house.get("lead", "/").text
    house.post("coordinator", f"/helplines/{row.id}/remove")
    assert acts(house)[-3:] == [AuditAct.HELPLINE_ADDED, AuditAct.HELPLINE_CHANGED, AuditAct.HELPLINE_REMOVED]
