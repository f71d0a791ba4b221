"""The campaigns of a person on the dashboard: as late or at risk as their own pages say."""

import re
from datetime import date, timedelta

import pytest

from scheduler.content.domain.item_text import ItemText
from tests.content.stage import DAY, SECRECY
from tests.pages.web.campaign_scenes import CampaignScene


@pytest.fixture
def scene(store, campaign_scene: CampaignScene) -> CampaignScene:
    made = campaign_scene
    store.commit()
    return made


def campaigns(scene: CampaignScene, who: str) -> str:
    """Return the section of the dashboard; empty where there is none."""
    page = scene.client(who).get("/").text
    found = re.search(r'<section class="section" id="campaigns".*?</section>', page, re.DOTALL)
    return found[0] if found else ""


def reasons(page: str) -> list[str]:
    """Return the state and the reasons, in order."""
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    return re.findall(
        r"On time|At risk|Late\b|\d+ (?:item|task)s? overdue|(?:Sign-off|No owner|No assignee) [^·]*?days", text
    )


def test_a_campaign_is_as_late_as_its_own_page_says(scene: CampaignScene) -> None:
    scene.task("Late task", date(2027, 6, 20))
    scene.task("Far task", DAY)
    near = scene.item(text=ItemText(title="Near"), when=None)
    near.publish_on, near.owner_id = date(2027, 7, 5), None
    late = scene.item(text=ItemText(title="Late"), when=None)
    late.publish_on = date(2027, 6, 25)
    scene.item(text=ItemText(title="Far"))

    shown = reasons(campaigns(scene, "lead"))

    header = scene.page("lead").split('<nav class="tabs"')[0].split("<main", 1)[1]
    assert "1 task overdue" in shown
    assert "1 item overdue" in shown
    assert sorted(shown) == sorted(reasons(header))


def test_it_is_for_whom_it_concerns(scene: CampaignScene) -> None:
    assert "On time" in campaigns(scene, "port_editor")
    assert campaigns(scene, "far_lead") == ""
    assert campaigns(scene, "manila_lead") == ""


def test_what_somebody_may_not_read_makes_it_no_later_for_them(scene: CampaignScene) -> None:
    before = campaigns(scene, "port_editor")
    item = scene.item(text=ItemText(title="Kolme"), secrecy=SECRECY)
    item.signoff_due_on = scene.stage.now.date() - timedelta(days=3)

    assert campaigns(scene, "port_editor") == before
    assert "overdue" in campaigns(scene, "owner").lower()
