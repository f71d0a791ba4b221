"""Stories of copy: a thread until it is pasted, a picture without consent, a vote that makes it stale."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind
from scheduler.content.picture_models import Picture
from scheduler.db import AppSession
from scheduler.legislation.services.bills import BillDraft, find_or_create
from tests.e2e.conftest import HandOver, OpenBrowserAs
from tests.e2e.mailbox import letters_to, subjects_to
from tests.e2e.night_shift import NightShift
from tests.e2e.plans import Plans
from tests.fakes import FakeClock
from tests.logins import logged_in
from tests.pictures import samples
from tests.plugins.mail import PostOffice

pytestmark = pytest.mark.engines("sqlite")

SENTENCES = [f"Platform number {number} was asked in March, and it sent no answer." for number in range(1, 12)]
STALE = "H.R. 2732 waits in committee."
PEOPLE_SHOWN = "People can be recognised, and they have agreed"


def test_a_thread_is_split_counted_signed_off_and_pasted(
    plans: Plans, browser_of: OpenBrowserAs, hand_over: HandOver, worker: NightShift, post_office: PostOffice
) -> None:
    path = plans.plan_item(ItemText(title="No answer"), kind=Kind.POST, channels=("bluesky",))
    user = browser_of("edi", permissions=["clipboard-read", "clipboard-write"])

    user.go(f"{path}/words").enter({"Text": " ".join(SENTENCES)}).press("Split into a thread")
    assert "2 lines with --- added" in user.page.get_by_role("status").first.inner_text()
    posts = [post.strip() for post in user.field("Text").input_value().split("\n---\n")]
    assert [len(post) <= 300 for post in posts] == [True] * 3
    assert " ".join(posts).split() == " ".join(SENTENCES).split()
    copy = user.press("Save").go(f"{path}?channel=bluesky").part("Copy")
    for number, post in enumerate(posts, start=1):
        assert f"Bluesky · {number} of 3" in copy.inner_text()
        assert f"{len(post)} of 300" in copy.inner_text()

    user.follow("Request sign-off").enter({"Due by": "2027-07-20"}).press("Send request")
    worker.tick()
    letter = letters_to(post_office, plans.cast["lena"])[-1]
    assert letter.subject == "Sign-off due by Tue 20 Jul 2027: No answer"
    hand_over(user, "lena").go(letter.links[0]).press("Sign off")
    assert "Signed off. Thank you." in user.status

    ready = user.go(f"{path}?channel=bluesky").part("Copy").get_by_role("article")
    for number, post in enumerate(posts, start=1):
        ready.filter(has_text=f"{number} of 3").get_by_role("button", name="Copy text").click()
        user.page.get_by_role("button", name="Copied").nth(number - 1).wait_for()
        assert user.page.evaluate("navigator.clipboard.readText()") == post


def test_a_picture_without_consent_is_nowhere_and_whoever_has_it_hears_of_it(
    app: Flask,
    plans: Plans,
    store: AppSession,
    browser_of: OpenBrowserAs,
    hand_over: HandOver,
    worker: NightShift,
    post_office: PostOffice,
) -> None:
    path = plans.plan_item()
    user = browser_of("edi", width=360, java_script_enabled=False)
    said = {"Alt text": "A girl reads", "Credit": "Nia Okafor", "Names of the people shown": "Amara O."}
    user.go(f"{path}/pictures/new").tick(PEOPLE_SHOWN).enter(said | {"What they agreed to": "This campaign"})
    user.upload("Picture", "a.jpg", b"<svg/>").press("Add picture")
    assert "SVG and HTML files can hold programs" in user.text
    user.upload("Picture", "a.jpg", samples.jpeg()).press("Add picture")
    worker.tick()
    address = store.scalars(select(Picture)).one().address
    store.rollback()
    places = [f"{path}/pictures/{address}/{end}" for end in ("file", "thumbnail")]
    otto = logged_in(app, plans.cast["otto"])
    assert [otto.get(place).status_code for place in places] == [200, 200]
    shown = user.go(f"{path}/details").part("Pictures").get_by_role("img", name="A girl reads")
    assert shown.count() == 1
    page = otto.get(f"{path}/export/html").text
    assert "A girl reads" in page

    hand_over(user, "lena").go(f"{path}/pictures/{address}").follow("Withdraw consent")
    user.enter({"Reason": "She asked on 2 July"}).press("Withdraw consent")

    assert "Consent withdrawn: do not use" in user.text
    assert user.go(f"{path}/details").part("Pictures").get_by_role("img", name="A girl reads").count() == 0
    assert user.part("Pictures").get_by_role("link", name="Download").count() == 0
    assert [otto.get(place).status_code for place in places] == [404, 404]
    assert "A girl reads" not in otto.get(f"{path}/export/html").text
    worker.tick()
    for who in ("otto", "edi"):
        assert any("consent" in subject.lower() for subject in subjects_to(post_office, plans.cast[who])), who
    assert subjects_to(post_office, plans.cast["kai"]) == []


def test_a_committee_vote_makes_copy_stale_and_the_owner_corrects_it(
    plans: Plans,
    browser_of: OpenBrowserAs,
    hand_over: HandOver,
    worker: NightShift,
    post_office: PostOffice,
    clock: FakeClock,
) -> None:
    with plans.as_("lena") as (session, context):
        draft = BillDraft("US Congress", "H.R. 2732", "Safe Routes Act")
        bill = find_or_create(session, draft, actor_id=None, now=context.now).id
    body = f"Children are sold.\n\n{STALE} We ask for a vote."
    plans.plan_item(ItemText(title="Time to vote", body=body), bills=frozenset({bill}), when=None)
    clock.advance(timedelta(hours=1))
    user = browser_of("otto")

    user.go(f"/bills/{bill}").follow("Add a milestone").pick({"What happened": "Committee vote"})
    vote = {"Day": "2027-06-30", "Votes for": "22", "Votes against": "0", "Source": "https://congress.example/7"}
    user.enter(vote).press("Save")
    assert "22–0" in user.text
    worker.tick()

    letter = letters_to(post_office, plans.cast["edi"])[-1]
    assert letter.subject == "Check the copy: Time to vote"
    hand_over(user, "edi").go(letter.links[0])
    news = user.part("News of bills and facts in the copy").inner_text()
    assert "22–0" in news
    assert STALE in news
    user.follow("Edit copy").enter({"Text": body.replace("waits in committee", "passed its committee 22–0")}).press(
        "Save"
    )
    user.press("The copy is right")
    assert user.part("News of bills and facts in the copy").count() == 0
    assert "passed its committee 22–0" in user.part("Copy").inner_text()
