"""Comments on passages and suggestions, on the pages."""

import re

import pytest

from scheduler.content.domain.item_text import ItemText, Variant
from scheduler.content.domain.workflow import State
from scheduler.content.models import ItemComment
from scheduler.content.presenters.activity import SUGGESTIONS_SHOWN
from scheduler.content.queries.feedback import open_suggestions
from tests.content.services.test_suggestions import suggest
from tests.content.stage import SECRECY, Stage
from tests.content.web.house import EVERYBODY, House


def suggested(
    house: House, path: str, passage: str = "twelve platforms", *, who: str = "port_lead", **data: str
) -> str:
    """Suggest something and return what its comment is called in addresses."""
    house.post(who, f"{path}/comments", **({"passage": passage, "replacement": "13 platforms"} | data))
    rows = open_suggestions(house.stage.session, house.stage.viewer("lead"), house.item(path), limit=9)
    found: ItemComment = rows[-1][0]
    address = found.address
    house.stage.session.commit()
    return address


def page(house: House, path: str, who: str = "owner") -> str:
    return house.read(who, path)


def test_a_comment_shows_its_passage_and_leads_to_it_in_the_copy(house: House):
    path = house.make(Stage.item)
    house.post("port_lead", f"{path}/comments", body="Which ones?", passage="twelve platforms")

    shown = page(house, path)

    link = rf'<a href="{path}\?channel=written#passage-([^"]+)">Show in the copy</a>'
    (name,) = re.findall(link, shown)
    assert f'We asked <mark id="passage-{name}">twelve platforms</mark>. Five answered.' in shown
    assert re.search(r"<blockquote[^>]*>twelve platforms</blockquote>", shown)
    house.write(path, "We asked them. Five answered.")
    shown = page(house, path)
    assert "This passage is no longer in the copy. It was:" in shown
    assert re.search(r"<blockquote[^>]*>twelve platforms</blockquote>", shown)
    assert "<mark" not in shown


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"passage": "thirteen", "body": "Hm"}, "The copy does not have this."),
        ({"passage": "twelve", "body": "Hm"}, "The copy has this more than once."),
        ({"replacement": "more"}, "Paste the passage of the copy for which you suggest this."),
        ({"passage": "We", "replacement": "They", "leave_out": "y"}, "You also suggest other text."),
        ({"passage": "asked twelve", "replacement": "asked twelve"}, "This is what the copy says already."),
        ({"passage": "asked twelve"}, "Write a comment, or suggest other text for a passage."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(house: House, data, message):
    path = house.make(Stage.item)

    answer = house.post("port_lead", f"{path}/comments", **data)

    assert answer.status_code == 422
    assert message in answer.text
    assert all(value in answer.text for value in data.values())


def test_of_several_places_one_is_chosen(house: House):
    path = house.make(Stage.item)
    data = {"passage": "answered", "replacement": "replied"}
    answer = house.post("port_lead", f"{path}/comments", **data)
    title, body = re.findall(r'name="place" type="radio" value="([^"]+)"', answer.text)

    answer = house.post("port_lead", f"{path}/comments", place=body, **data)

    assert (title.partition(":")[2], answer.status_code) == ("title", 303)
    assert '<mark id="passage-' in page(house, path)


def test_the_owner_accepts_or_declines_on_the_page(house: House):
    path = house.make(Stage.item)
    first = suggested(house, path)
    second = suggested(house, path, "Five", part="body", replacement="", leave_out="y")
    others = page(house, path, "far_lead")
    assert re.search(r"<del>.*twelve.*</del><ins>.*13.*</ins> platforms", others)
    assert "/accept" not in others
    revision = house.item(path).revision

    answer = house.post("owner", f"{path}/comments/{first}/accept", revision=revision)
    assert answer.location == f"{path}/activity#suggestions"
    house.post("owner", f"{path}/comments/{second}/decline", reason="It is a number that we know")

    shown = page(house, path)
    assert "We asked 13 platforms. Five answered." in shown
    assert "Oda Owner (Lantern Bay) accepted this in version 2" in shown
    assert "It is a number that we know" in shown
    assert 'id="suggestions"' not in shown


def test_a_passage_in_the_copy_of_a_channel_says_where_it_is(house: House):
    text = ItemText(title="Title", body="For all", variants=(Variant("x", "", "For X alone"),))
    path = house.make(lambda stage: stage.item(text=text))
    house.post("port_lead", f"{path}/comments", body="Short!", passage="X alone")

    shown = page(house, path)

    assert "Passage in: X" in " ".join(shown.split())
    assert f'<a href="{path}?channel=x#text">Show the copy for each channel</a>' in shown


def test_many_suggestions_are_shown_in_part_and_open_ones_first(house: House):
    path = house.make(Stage.item)
    item = house.item(path)
    for number in range(SUGGESTIONS_SHOWN + 1):
        suggest(house.stage, item, "Five answered" if number else "asked twelve", f"Text {number}")
    house.write(path, "We asked nobody. Five answered.")

    (shown,) = re.findall(r'<section[^>]*id="suggestions".*?</section>', page(house, path), re.DOTALL)

    assert shown.count('id="suggestion-') == SUGGESTIONS_SHOWN
    assert "There are more." in shown
    assert shown.index("Open suggestion<") < shown.index("Obsolete<")
    assert (shown.count("/accept"), shown.count("/decline")) == (SUGGESTIONS_SHOWN - 1, SUGGESTIONS_SHOWN)


def test_a_suggestion_that_comes_too_late_is_not_accepted(house: House):
    path = house.make(Stage.item)
    address = suggested(house, path)
    revision = house.item(path).revision
    house.write(path, "We asked twelve platforms today.")
    client = house.client("owner")

    client.post(f"{path}/comments/{address}/accept", data={"revision": revision})
    assert "Not accepted: this was changed in the meantime." in client.get(path).text
    house.write(path, "We asked them.")
    client.post(f"{path}/comments/{address}/accept", data={"revision": house.item(path).revision})
    assert "Not accepted: this passage is no longer in the copy." in client.get(path).text
    assert house.item(path).version_number == 3


def test_what_is_published_can_be_corrected_alone(house: House):
    path = house.make(Stage.item)
    suggested(house, path)
    house.item(path).state = State.PUBLISHED
    house.stage.session.commit()

    shown = page(house, path)

    assert "This is published. To follow a suggestion, correct the copy" in shown
    assert ("/accept" in shown, "/decline" in shown) == (False, True)


@pytest.mark.parametrize("act", ["accept", "decline"])
def test_who_may_answer(house: House, act: str):
    path = house.make(lambda stage: stage.item(secrecy=SECRECY))
    address = suggested(house, path, who="editor")

    codes = house.statuses(f"{path}/comments/{address}/{act}", "POST", revision="0")

    expected = dict.fromkeys(EVERYBODY, 403) | {"visitor": 302} | dict.fromkeys(("owner", "lead", "editor"), 303)
    assert codes == expected
    assert house.post("owner", f"{path}/comments/unknown/{act}").status_code == 404


def test_a_comment_on_a_passage_is_resolved_and_reopened_and_keeps_its_quote(house: House):
    path = house.make(Stage.item)
    house.post("port_lead", f"{path}/comments", body="Which ones?", passage="twelve platforms")
    suggestion = suggested(house, path, "Five answered")
    (address,) = set(re.findall(r'id="comment-([\w-]+)"', page(house, path))) - {suggestion}
    resolve, reopen = (f"{path}/comments/{address}/{act}" for act in ("resolve", "reopen"))

    others = [who for who in EVERYBODY if who not in {"owner", "lead", "editor", "port_lead", "visitor"}]
    assert {house.post(who, resolve).status_code for who in others} == {403}
    assert house.post("visitor", resolve).status_code == 302
    assert resolve not in house.get("far_lead", f"{path}/activity").text
    assert house.post("owner", resolve).status_code == house.post("owner", resolve).status_code == 303
    shown = page(house, path)
    assert "Resolved by Oda Owner (Lantern Bay)" in shown
    assert re.search(r"<blockquote[^>]*>twelve platforms</blockquote>", shown)
    assert f'id="passage-{address}"' not in shown
    assert shown.count("resolved a comment") == 1
    assert house.post("port_lead", reopen).status_code == 303
    assert f'id="passage-{address}"' in page(house, path)
    assert house.post("owner", f"{path}/comments/{suggestion}/resolve").status_code == 404
    assert house.post("owner", f"{path}/comments/none/resolve").status_code == 404
