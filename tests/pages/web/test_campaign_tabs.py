"""What the tabs of a campaign are asked for in the address, why it is late or at risk, and its timeline."""

import html
import re
from datetime import date, timedelta

import pytest

from scheduler.agenda.services.entry_drafts import AllDay
from scheduler.content.domain.item_text import ItemText
from tests.content.stage import DAY, SECRECY
from tests.pages.web.campaign_scenes import CampaignScene

LATE = date(2027, 6, 20)


@pytest.fixture
def scene(store, campaign_scene: CampaignScene) -> CampaignScene:
    made = campaign_scene
    store.commit()
    return made


def titles(page: str) -> list[str]:
    """Return the titles of the rows of a page's table."""
    return [re.sub(r"<[^>]+>", "", row).strip() for row in re.findall(r'<th scope="row">\s*(<[^>]+>[^<]*)<', page)]


def test_work_is_narrowed_and_sorted_by_the_address(scene):
    scene.task("Brief the press", LATE, "port_lead")
    scene.task("Ask for a photo", DAY, "owner")
    scene.item(text=ItemText(title="Copy to write"))

    def asked(query: str) -> list[str]:
        return titles(scene.page("owner", f"/work?{query}"))

    assert asked("kind=tasks&sort=title") == ["Ask for a photo", "Brief the press"]
    assert asked("kind=content") == ["Copy to write"]
    assert asked("due=overdue") == ["Brief the press"]
    assert asked("who=mine&kind=tasks") == ["Ask for a photo"]
    assert asked("who=Otto+Port") == ["Brief the press"]
    # What cannot be understood asks for nothing.
    assert len(asked("who=Nobody+Known&kind=x&sort=%00")) == 3
    assert "Nothing matches these filters" in scene.page("owner", "/work?who=none")


def test_content_is_narrowed_and_sorted_by_the_address(scene):
    for title, when in (("Beta", DAY), ("Alpha", DAY + timedelta(1))):
        scene.item(text=ItemText(title=title), when=AllDay(when, when))

    def asked(who: str, query: str) -> list[str]:
        return titles(scene.page(who, f"/content?{query}"))

    assert asked("lead", "sort=title") == ["Alpha", "Beta"]
    assert asked("lead", "state=open&whose=mine") == ["Beta", "Alpha"]
    assert asked("far_lead", "whose=mine") == []
    assert len(asked("lead", "state=nonsense&sort=x&items=x")) == 2
    assert "Nothing matches these filters" in scene.page("lead", "/content?state=published")


def test_the_header_says_late_with_why_and_counts_only_what_the_reader_may_read(scene, clock):
    scene.task("Brief the press", LATE)
    scene.item(secrecy=SECRECY)
    clock.moment = scene.stage.now.replace(year=2027, month=7, day=28)

    inside, outside = (re.sub(r"\s+", " ", scene.page(who)) for who in ("lead", "far_lead"))

    assert ">Late<" in inside
    assert "1 task overdue" in inside
    assert "Sign-off missing for 1 item due within 7 days" in inside
    assert "1 task overdue" in outside
    assert "Sign-off missing" not in outside


def test_the_first_page_keeps_the_anchors_of_older_links(scene):
    scene.task("Brief the press", LATE)
    scene.task("Thank everyone", DAY + timedelta(60))

    page = scene.page("lead")

    assert len(re.findall(r'<li id="task-[\w-]{12}"', page)) == 2
    assert {"tasks", "content-items", "timeline", "organisations", "history"} <= set(
        re.findall(r' id="([\w-]+)"', page)
    )


def test_each_page_is_named_and_is_the_current_tab(scene):
    scene.task("Brief the press", LATE)
    tabs = ("", "/work", "/content", "/table", "/timeline", "/people", "/activity")
    pages = {tab: scene.page("lead", tab) for tab in tabs}

    names = {tab: html.unescape(re.findall(r"<title>(.*?) · ", page)[0]) for tab, page in pages.items()}
    assert list(names.values()) == [
        "Overview", "Work", "Content", "Table", "Timeline", "People and access", "Activity",
    ]  # fmt: skip
    for tab, page in pages.items():
        row = page.split('<nav class="tabs"')[1].split("</nav>")[0]
        assert re.findall(r'<a href="([^"]+)" aria-current="page">', row) == [f"{scene.path}{tab}"]


def test_the_timeline_says_what_is_late_by_more_than_a_colour(scene):
    scene.task("Brief the press", LATE)
    scene.task("Thank everyone", DAY + timedelta(3), "port_lead")
    scene.item(secrecy=SECRECY, text=ItemText(title="A secret"))

    inside, outside = (scene.page(who, "/timeline") for who in ("lead", "far_lead"))

    plot = re.search(r'<svg class="plot plot-wide".*?</svg>', inside, re.DOTALL)
    assert plot is not None
    assert plot[0].count("plot-late-sign") == 1
    assert "style=" not in plot[0]
    assert titles(inside) == ["Brief the press", "A secret", "A secret", "Thank everyone"]
    assert "Embargo lifts" in inside
    assert titles(outside) == ["Brief the press", "Thank everyone"]
