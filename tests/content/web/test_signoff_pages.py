"""The pages on which organisations are asked for their yes and give it."""

import re
import uuid
from datetime import date

from scheduler.accounts.services.organisations import close_organisation
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.domain.workflow import State
from scheduler.content.models import Item
from scheduler.content.queries.feedback import openings_of
from scheduler.content.queries.unguarded import sign_offs_of
from tests.content.stage import SECRECY, Stage
from tests.content.web.house import EVERYBODY, House


def in_review(stage: Stage) -> Item:
    return stage.ask(stage.item(), stage.port, stage.kaagapay)


def signing(path: str, house: House, organisation: str) -> str:
    return f"{path}/sign-off/{getattr(house.stage, organisation).id}"


def answers(house: House, path: str) -> list[tuple[str, str]]:
    rows = [(str(row.answer), row.comment) for row in sign_offs_of(house.stage.session, house.item(path))]
    house.stage.session.commit()
    return rows


def test_who_may_ask(house: House):
    path = house.make(Stage.item) + "/sign-off/ask"

    seen = house.statuses(path)

    assert {who for who, status in seen.items() if status == 200} == {"owner", "lead", "editor"}
    assert seen["visitor"] == 302
    assert {seen[who] for who in EVERYBODY if who not in {"visitor", "owner", "lead", "editor"}} == {403}


def test_asking_names_signatories_and_day(house: House):
    path = house.make(Stage.item)
    data = {"signatories": str(house.stage.port.id), "due_on": "2027-07-20", "revision": str(house.item(path).revision)}

    answer = house.post("owner", f"{path}/sign-off/ask", **data)

    assert (answer.status_code, answer.location) == (303, f"{path}#sign-off")
    assert (house.item(path).state, house.item(path).signoff_due_on) == (State.IN_REVIEW, date(2027, 7, 20))
    page = house.get("port_lead", path).text
    assert "Old Port: please sign off this version" in page
    assert "by end of Tue 20 Jul 2027" in " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_asking_for_what_cannot_be(house: House):
    path = house.make(Stage.item) + "/sign-off/ask"
    revision = str(house.item(path).revision)

    for day, text in (("2027-06-30", "This date has passed"), ("2027-08-01", "This is after the publish date")):
        answer = house.post("owner", path, due_on=day, revision=revision)
        assert (answer.status_code, text in answer.text) == (422, True)
    unknown = house.post("owner", path, signatories="999999", due_on="2027-07-20", revision=revision)
    nonsense = house.post("owner", path, signatories="x", due_on="soon", revision=revision)
    assert (unknown.status_code, nonsense.status_code) == (422, 422)
    stale = house.post("owner", path, signatories=str(house.stage.port.id), due_on="2027-07-20", revision="0")
    assert (stale.status_code, "Saved now" in stale.text, "Old Port" in stale.text) == (409, True, True)


def test_an_organisation_without_a_lead_is_named_beside_the_field(house: House):
    path = house.make(Stage.item) + "/sign-off/ask"
    empty = house.stage.far
    house.stage.people["far_lead"].active = False
    house.stage.session.commit()

    answer = house.post(
        "owner", path, signatories=str(empty.id), due_on="2027-07-20", revision=str(house.item(path).revision)
    )

    assert (answer.status_code, "No one can sign off without a lead: Far Hills" in answer.text) == (422, True)


def test_who_may_answer(house: House):
    path = house.make(in_review)

    assert house.statuses(signing(path, house, "port")) == dict.fromkeys(EVERYBODY, 403) | {
        "visitor": 302,
        "port_lead": 200,
    }
    assert house.statuses(signing(path, house, "bay")) == dict.fromkeys(EVERYBODY, 403) | {
        "visitor": 302,
        "lead": 200,
    }
    assert set(house.statuses(signing(path, house, "far")).values()) == {302, 404}
    data = {"answer": "yes", "text_hash": house.text_hash(path)}
    posted = house.statuses(signing(path, house, "port"), "POST", **data)
    assert posted == dict.fromkeys(EVERYBODY, 403) | {"visitor": 302, "port_lead": 303}
    assert answers(house, path) == [("yes", "")]


def test_one_click_says_yes_and_the_last_yes_approves(house: House):
    path = house.make(lambda stage: stage.ask(stage.item(), stage.port))
    text_hash = house.text_hash(path)
    assert f'value="{text_hash}"' in house.get("port_lead", path).text

    house.post("port_lead", signing(path, house, "port"), answer="yes", text_hash=text_hash)
    answer = house.post("lead", signing(path, house, "bay"), answer="yes", text_hash=text_hash)

    assert (answer.status_code, answer.location) == (303, f"{path}#sign-off")
    assert house.item(path).state == State.APPROVED


def test_a_no_needs_its_reason(house: House):
    path = house.make(in_review)
    data = {"answer": "no", "text_hash": house.text_hash(path)}

    without = house.post("port_lead", signing(path, house, "port"), **data)
    assert (without.status_code, "Say what needs to change" in without.text) == (422, True)
    house.post("port_lead", signing(path, house, "port"), comment="It is six <b>of</b> twelve", **data)

    assert answers(house, path) == [("no", "It is six <b>of</b> twelve")]
    page = house.get("owner", path).text
    assert "It is six &lt;b&gt;of&lt;/b&gt; twelve" in page
    assert "Old Port requested changes: edit the copy or remove it" in page


def test_text_that_changed_meanwhile_shows_the_difference_and_record_nothing(house: House):
    path = house.make(in_review)
    read = house.text_hash(path)
    house.write(path, "We asked twelve platforms. Six answered.")

    late = house.post("port_lead", signing(path, house, "port"), answer="no", comment="Keep my comment", text_hash=read)

    assert late.status_code == 409
    assert "The copy changed while you were reading. Nothing is recorded." in late.text
    assert "<del>" in late.text
    assert "<ins>" in late.text
    assert "Keep my comment" in late.text
    assert f'value="{house.text_hash(path)}"' in late.text
    assert answers(house, path) == []


def test_after_an_edit_both_see_the_difference_and_renew_in_one_click(house: House):
    path = house.make(in_review)
    read = house.text_hash(path)
    for who, organisation in (("port_lead", "port"), ("manila_lead", "kaagapay")):
        house.post(who, signing(path, house, organisation), answer="yes", text_hash=read)
    house.write(path, "We asked twelve platforms. Six answered.")

    for who, organisation in (("port_lead", "port"), ("manila_lead", "kaagapay")):
        page = house.get(who, path).text
        name = getattr(house.stage, organisation).name
        assert f"Copy changed since {name} signed off" in page
        assert "<del><span" in page
        assert "Six<span" in page
        house.post(who, signing(path, house, organisation), answer="yes", text_hash=house.text_hash(path))
    house.post("lead", signing(path, house, "bay"), answer="yes", text_hash=house.text_hash(path))

    assert house.item(path).state == State.APPROVED


def test_bad_answers_change_nothing(house: House):
    path = house.make(in_review)
    address = signing(path, house, "port")

    neither = house.post("port_lead", address, text_hash=house.text_hash(path))
    odd = house.post("port_lead", address, answer="maybe", text_hash=house.text_hash(path))
    made_up = house.post("port_lead", address, answer="yes", text_hash="f" * 64)
    hidden = house.post("port_lead", address, answer="no", comment="a\x00b", text_hash=house.text_hash(path))

    assert [answer.status_code for answer in (neither, odd, made_up, hidden)] == [422, 422, 409, 422]
    assert answers(house, path) == []


def test_the_same_form_twice_is_one_answer(house: House):
    path = house.make(in_review)
    data = {"answer": "yes", "text_hash": house.text_hash(path), "form_id": str(uuid.uuid4())}

    sent = [house.post("port_lead", signing(path, house, "port"), **data).status_code for _ in range(2)]

    assert (sent, len(answers(house, path))) == ([303, 303], 1)


def test_a_closed_signatory_is_removed_by_hand(house: House):
    path = house.make(in_review)
    text_hash = house.text_hash(path)
    house.post("port_lead", signing(path, house, "port"), answer="yes", text_hash=text_hash)
    house.post("lead", signing(path, house, "bay"), answer="yes", text_hash=text_hash)
    close_organisation(house.stage.session, house.stage.kaagapay, (), None, house.stage.now)
    house.stage.session.commit()

    page = house.get("owner", path).text
    assert "Kaagapay has closed; remove it as a signatory or choose another." in page
    assert house.item(path).state == State.IN_REVIEW
    remove = f"{signing(path, house, 'kaagapay')}/remove"
    assert "Remove Kaagapay from the signatories" in house.get("owner", remove).text
    assert house.post("port_lead", remove, revision="1").status_code == 403
    house.post("owner", remove, revision="0")
    assert house.item(path).state == State.IN_REVIEW
    house.post("owner", remove, revision=str(house.item(path).revision))

    assert house.item(path).state == State.APPROVED


def test_embargoed_text_is_hidden_from_those_outside_and_openings_kept(house: House):
    path = house.make(lambda stage: stage.ask(stage.item(secrecy=SECRECY), stage.port))

    assert house.statuses(signing(path, house, "port")) == dict.fromkeys(EVERYBODY, 403) | {
        "visitor": 302,
        "port_lead": 200,
    }
    outside = house.get("far_lead", signing(path, house, "port")).text
    assert "Five of twelve" not in outside
    opened = {row.person_id for row in openings_of(house.stage.session, house.stage.viewer("lead"), house.item(path))}
    house.stage.session.commit()
    assert house.stage.id("port_lead") in opened
    assert house.stage.id("far_lead") not in opened


def written_by_the_only_lead(stage: Stage) -> Item:
    """Return an item whose own organisation cannot check it: its only lead wrote the text."""
    item = stage.ask(stage.item(), stage.port)
    stage.write(item, "Written by the only lead", "lead")
    return item


def own_line(page: str) -> str:
    """Return who is shown to have answered for the owning organisation, which stands first."""
    found = re.search(r'<span class="answer-who">(.*?)</p>', page, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def test_a_stand_ins_yes_is_not_the_owners(house: House):
    path = house.make(written_by_the_only_lead)
    house.post("port_lead", signing(path, house, "port"), answer="yes", text_hash=house.text_hash(path))

    shown = own_line(house.get("lead", path).text)

    assert shown.startswith("Second check by Otto Port, Old Port")
    assert "lead)" not in shown


def test_the_organisation_of_a_second_check_is_named_once(house: House):
    port = house.stage.port
    port.name, port.short_name = "Le Phare des Enfants", "Le Phare"
    house.stage.session.commit()
    path = house.make(written_by_the_only_lead)
    house.post("port_lead", signing(path, house, "port"), answer="yes", text_hash=house.text_hash(path))

    shown = own_line(house.get("lead", path).text)

    assert shown.startswith("Second check by Otto Port, Le Phare des Enfants")
    assert shown.count("Le Phare") == 1


def test_a_coordinators_second_check_is_called_so(house: House):
    path = house.make(written_by_the_only_lead)
    house.post("coordinator", signing(path, house, "bay"), answer="yes", text_hash=house.text_hash(path))

    shown = own_line(house.get("lead", path).text)

    assert shown.startswith("Second check by Cora Chair")
    assert "Lantern Bay" not in shown


def test_who_signs_is_told_that_it_counts_for_the_owner_too(house: House):
    path = house.make(lambda stage: stage.ask(stage.item(writer="lead"), stage.port))
    notice = "Signing off is also the second check for Lantern Bay"

    assert notice in house.get("port_lead", signing(path, house, "port")).text
    assert "A lead of another signatory, or a coordinator who may read it, signs off." in house.get("owner", path).text

    house.stage.say(house.item(path), "port_lead", house.stage.port)
    house.stage.session.commit()
    assert notice not in house.get("port_lead", signing(path, house, "port")).text


def test_who_asks_is_told_that_its_only_lead_may_not_sign_alone(house: House):
    path = house.make(lambda stage: stage.item(writer="lead", sharing=Sharing(ShareScope.OWN)))
    notice = "The only lead of Lantern Bay wrote the copy: another signatory, or a coordinator"

    assert notice in house.get("owner", f"{path}/sign-off/ask").text
    sent = {"form_id": str(uuid.uuid4()), "due_on": "2027-07-20", "revision": str(house.item(path).revision)}
    asked = house.client("owner").post(f"{path}/sign-off/ask", data=sent, follow_redirects=True).text
    assert "No one can sign off for Lantern Bay yet." in asked
    assert "has been asked" not in asked

    house.make(lambda stage: stage.write(house.item(path), "Written by an editor", "editor"))
    assert notice not in house.get("owner", f"{path}/sign-off/ask").text


def test_who_signs_for_one_organisation_alone_is_told_nothing_else(house: House):
    path = house.make(in_review)

    assert "second check" not in house.get("port_lead", signing(path, house, "port")).text
