from datetime import date

import pytest
from sqlalchemy import func, select

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.campaigns.services.calendar_entries import publish_campaign
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.domain.workflow import State
from scheduler.content.models import Item, ItemOpening
from tests.content import builders
from tests.content.builders import ITEM_TEXT, LIFT
from tests.content.web.newsroom import NOW, Newsroom

PEOPLE = ("lead", "editor", "member", "other_lead", "far_lead", "coordinator", "loner", "visitor")


def count(newsroom: Newsroom, model: type) -> int:
    found = newsroom.store.scalar(select(func.count()).select_from(model)) or 0
    newsroom.store.commit()
    return found


def answers(newsroom: Newsroom, path: str) -> dict[str, int]:
    return {who: newsroom.get(who, path).status_code for who in PEOPLE}


def test_an_item_is_open_to_the_organisations_that_share_it(newsroom: Newsroom) -> None:
    path = newsroom.item()

    assert answers(newsroom, path) == {
        "lead": 200,
        "editor": 200,
        "member": 200,
        "other_lead": 200,
        "far_lead": 404,
        "coordinator": 404,
        "loner": 404,
        "visitor": 302,
    }


@pytest.mark.parametrize("page", ["words", "edit", "published", "cancel"])
def test_only_those_with_a_part_come_to_change_it(newsroom: Newsroom, page: str) -> None:
    path = newsroom.item()

    assert answers(newsroom, f"{path}/{page}") == {
        "lead": 200,
        "editor": 200,
        "member": 403,
        "other_lead": 403,
        "far_lead": 404,
        "coordinator": 404,
        "loner": 403,
        "visitor": 302,
    }


@pytest.mark.parametrize("act", ["delete", "to/send_to_review", "words", "edit", "published", "cancel"])
def test_only_those_with_a_part_do(newsroom: Newsroom, act: str) -> None:
    path = newsroom.item()
    expected = {"member": 403, "other_lead": 403, "far_lead": 404, "coordinator": 404, "loner": 403, "visitor": 302}

    assert {who: newsroom.post(who, f"{path}/{act}").status_code for who in expected} == expected
    assert (newsroom.stored(path).state, newsroom.stored(path).revision) == (State.DRAFT, 1)


def test_outside_the_embargo_group_there_is_a_placeholder_and_nothing_else(newsroom: Newsroom) -> None:
    path = newsroom.item(embargo=LIFT, sharing=Sharing(ShareScope.COALITION))

    for who in ("coordinator", "far_lead", "member"):
        page = newsroom.get(who, path)
        assert page.status_code == 200
        assert "Joint statement" in page.text
        for secret in (ITEM_TEXT.title, ITEM_TEXT.body, "Lantern Bay", "Bluesky", "Post"):
            assert secret not in page.text.split("<main", 1)[1].split("</main>", 1)[0]
        assert "09:00" in page.text
        assert newsroom.get(who, f"{path}/words").status_code == 403
        assert newsroom.get(who, f"{path}/versions").location == path
    assert newsroom.get("visitor", path).status_code == 302


def test_opening_text_under_embargo_is_on_record(newsroom: Newsroom) -> None:
    path = newsroom.item(embargo=LIFT, sharing=Sharing(ShareScope.COALITION))

    newsroom.get("far_lead", path)
    newsroom.get("lead", path)
    newsroom.get("lead", f"{path}/words")
    newsroom.post("lead", f"{path}/words", **newsroom.text(path, preview="1"))

    rows = newsroom.store.execute(select(ItemOpening.person_id, ItemOpening.times)).all()
    newsroom.store.commit()
    assert [tuple(row) for row in rows] == [(newsroom.bay.lead.id, 3)]


def test_what_is_not_under_embargo_is_not_recorded(newsroom: Newsroom) -> None:
    newsroom.get("lead", newsroom.item())

    assert count(newsroom, ItemOpening) == 0


def test_a_public_item_is_read_without_an_account(newsroom: Newsroom) -> None:
    path = newsroom.item(public_when_published=True)
    newsroom.put(path, state=State.PUBLISHED)
    newsroom.store.get_one(Guard, newsroom.stored(path).guard_id).audience = Audience.PUBLIC
    newsroom.store.commit()

    page = newsroom.get("visitor", path)

    assert page.status_code == 200
    assert ITEM_TEXT.body[:20] in page.text
    for inside in ("Version", "Owner", "Edit"):
        assert inside not in page.text.split("<main", 1)[1]


def test_planning_makes_one_item_and_goes_on_to_the_text(newsroom: Newsroom) -> None:
    form_id = "11111111-2222-4333-8444-555555555555"

    first, second = (newsroom.post("editor", "/content/new", **newsroom.plan(form_id=form_id)) for _ in range(2))

    assert first.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    assert first.headers["Location"].endswith("/words")
    assert count(newsroom, Item) == 1


def test_an_embargo_is_set_from_the_beginning(newsroom: Newsroom) -> None:
    embargo = {"embargo-day": "2027-07-30", "embargo-time": "09:00", "embargo-zone": "Asia/Manila"}
    plan = newsroom.plan(
        **embargo, placeholder_title="Joint statement", embargo_group_organisations=[str(newsroom.bay.id)]
    )

    path = newsroom.post("editor", "/content/new", **plan).headers["Location"].removesuffix("/words")

    assert "Joint statement" in newsroom.get("far_lead", path).text
    assert "Scorecard thread" in newsroom.get("lead", path).text


LATER = {"embargo-day": "2027-07-30", "embargo-time": "09:00", "embargo-zone": "UTC"}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"title": ""}, "Required"),
        ({"title": "two\r\nlines"}, "One line only"),
        ({"title": "nul\x00l"}, "hidden character"),
        ({"title": "x" * 301}, "too long"),
        ({"publish-day": ""}, "Choose a publish date"),
        ({"publish-day": "2027-02-29"}, "no 29 February"),
        ({"publish-day": "", "publish-time": "09:00"}, "Enter the date as well"),
        ({"publish-time": "09:00", "publish-zone": "Mars/Phobos"}, "No time zone has this name"),
        ({"publish-time": "25:00"}, "00:00 to 23:59"),
        ({"publish-day": "2027-03-28", "publish-time": "02:30"}, "skip 02:30"),
        ({"publish-day": "2027-10-31", "publish-time": "02:30"}, "twice"),
        ({"organisation_id": "9999"}, "Not a valid choice"),
        ({"owner_id": "9999"}, "Not a valid choice"),
        ({"channels": ["carrier_pigeon"]}, "no longer available"),
        ({"signoff_due_on": "2027-08-01"}, "after the publish date"),
        ({"outside_link": "javascript:alert(1)"}, "Enter a full link"),
        ({"with_whom": "people", "signatories": []}, None),
        ({"embargo-day": "2027-06-30", "embargo-time": "09:00", "embargo-zone": "UTC"}, "This time has passed"),
        (
            {**LATER, "placeholder_title": "About the scorecard", "title": "Scorecard of five"},
            "Also in the real title or its hashtags",
        ),
        (
            {**LATER, "placeholder_title": "scorecard, of FIVE", "title": "Scorecard of five"},
            "The placeholder contains the whole title",
        ),
    ],
)
def test_a_plan_that_cannot_be_is_answered_beside_its_field(
    newsroom: Newsroom, changes: dict[str, object], says: str | None
) -> None:
    answer = newsroom.post("editor", "/content/new", **newsroom.plan(**changes))

    if says is None:
        assert answer.status_code == 303
        return
    assert answer.status_code == 422
    assert says in answer.text
    assert count(newsroom, Item) == 0


def test_nobody_plans_for_another_organisation(newsroom: Newsroom) -> None:
    plan = newsroom.plan(organisation_id=str(newsroom.bay.id), owner_id="0")

    assert newsroom.post("other_lead", "/content/new", **plan).status_code == 422
    assert newsroom.get("coordinator", "/content/new").status_code == 403
    assert newsroom.get("visitor", "/content/new").status_code == 302


def test_a_title_and_a_day_are_enough(newsroom: Newsroom) -> None:
    quick = {"title": "Teaser", "publish": "2027-07-29", "kind": "post", "campaign_id": "0"}
    quick["organisation_id"] = str(newsroom.bay.id)

    answer = newsroom.post("editor", "/content/quick", **quick, next="/campaigns/abc")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/campaigns/abc")
    assert newsroom.post("editor", "/content/quick", **{**quick, "publish": ""}).status_code == 422
    assert (
        newsroom.post("editor", "/content/quick", **quick, next="//evil.example")
        .headers["Location"]
        .startswith("/content/")
    )


def test_a_member_who_neither_leads_nor_edits_plans_nothing(newsroom: Newsroom) -> None:
    quick = {"title": "Teaser", "publish": "2027-07-29", "kind": "post", "campaign_id": "0"}

    for path in ("/content/quick", "/content/new"):
        answer = newsroom.post("member", path, **quick, organisation_id=str(newsroom.bay.id))
        assert answer.status_code == 403
        assert "You are not a lead or editor in any organisation" in answer.text
        assert "Join an organisation" in newsroom.get("coordinator", path).text
    assert "Teaser" not in newsroom.get("lead", "/content").text
    assert "create the first" not in newsroom.get("member", "/content").text


def test_a_member_who_is_named_as_owner_writes_and_submits_nothing(newsroom: Newsroom) -> None:
    path = newsroom.item()
    newsroom.put(path, owner_id=newsroom.bay.member.id)

    assert newsroom.get("member", path).status_code == 200
    for part in ("/words", "/edit", "/to/send_to_review", "/sign-off/ask", "/embargo", "/cancel", "/delete"):
        assert newsroom.post("member", f"{path}{part}", title="Mine", body="Mine").status_code == 403, part
    assert newsroom.stored(path).version_number == 1


def test_a_stale_plan_shows_both_and_loses_nothing(newsroom: Newsroom) -> None:
    path = newsroom.item()
    newsroom.put(path, revision=2, outlet="The Harbour Post")

    plan = newsroom.plan(revision="1", outlet="The Bay Gazette")
    answer = newsroom.post("editor", f"{path}/edit", **plan)

    assert answer.status_code == 409
    assert "The Harbour Post" in answer.text
    assert 'value="The Bay Gazette"' in answer.text
    assert newsroom.stored(path).outlet == "The Harbour Post"
    assert newsroom.post("editor", f"{path}/edit", **{**plan, "revision": "2"}).status_code == 303
    assert newsroom.stored(path).outlet == "The Bay Gazette"


def test_what_is_out_keeps_its_day(newsroom: Newsroom) -> None:
    path = newsroom.item()
    newsroom.put(path, state=State.PUBLISHED)

    answer = newsroom.post("editor", f"{path}/edit", **newsroom.plan(revision="1", **{"publish-day": "2028-01-01"}))

    assert answer.status_code == 303
    assert newsroom.day(path).year == 2027


def test_a_deleted_item_is_brought_back_by_those_who_may(newsroom: Newsroom) -> None:
    path = newsroom.item()

    assert newsroom.post("editor", f"{path}/delete").status_code == 303
    assert newsroom.get("lead", path).status_code == 404
    assert ITEM_TEXT.title in newsroom.get("lead", "/content?show=deleted").text
    assert ITEM_TEXT.title not in newsroom.get("other_lead", "/content?show=deleted").text
    assert newsroom.post("other_lead", f"{path}/restore").status_code == 403
    assert newsroom.post("lead", f"{path}/restore").status_code == 303
    assert newsroom.get("lead", path).status_code == 200


def test_a_campaigns_page_takes_a_title_and_a_day(newsroom: Newsroom) -> None:
    campaign = builders.campaign(newsroom.store, newsroom.bay, newsroom.harbour)
    publish_campaign(newsroom.store, campaign, ChangeContext((), None, NOW))
    path, ident = f"/campaigns/{campaign.public_id}/content", campaign.public_id
    newsroom.store.commit()
    assert f'name="campaign_id" value="{ident}"' in newsroom.get("editor", path).text

    quick = {"title": "Teaser", "publish": "2027-07-29", "kind": "post", "campaign_id": ident}
    answer = newsroom.post("editor", "/content/quick", **quick, organisation_id=str(newsroom.bay.id), next=path)

    assert answer.headers["Location"] == path
    assert "Teaser" in newsroom.get("other_lead", path).text
    assert "Teaser" not in newsroom.get("far_lead", path).text


def test_a_sign_off_deadline_that_has_passed_is_refused_when_it_is_typed_but_not_when_it_was_saved(newsroom: Newsroom):
    refused = newsroom.post("lead", "/content/new", **newsroom.plan(signoff_due_on="1999-01-01"))
    path = newsroom.item()
    newsroom.put(path, signoff_due_on=date(2027, 6, 1))
    edit = {**newsroom.plan(), "revision": str(newsroom.stored(path).revision)}
    kept = newsroom.post("lead", f"{path}/edit", **edit, signoff_due_on="2027-06-01")
    earlier = newsroom.post("lead", f"{path}/edit", **edit, signoff_due_on="2027-05-31")

    assert (refused.status_code, "This date has passed" in refused.text) == (422, True)
    assert (kept.status_code, earlier.status_code) == (303, 422)
