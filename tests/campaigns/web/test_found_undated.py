"""The search finds a campaign that has no day yet, for those who may read it, and never under embargo."""

import pytest

from scheduler.observances.models import Observance
from tests.campaigns.conftest import make_edition
from tests.campaigns.web.test_sharing import share
from tests.campaigns.web.visits import Visits
from tests.factories import LONG_AGO

GOAL = "A night shelter at every pier"
WHO = ("ana", "ben", "cleo", "dora", "coordinator", "visitor")


@pytest.fixture
def path(visits: Visits) -> str:
    """Return the address of a campaign around an observance whose date is not announced."""
    edition = make_edition(visits.store, None)
    visits.store.get_one(Observance, edition.observance_id).registered_at = LONG_AGO
    visits.store.commit()
    address = visits.campaign(around=f"edition:{edition.id}", first_day="")
    campaign = visits.stored_campaign(address)
    assert campaign.first_day is None
    campaign.goal = GOAL
    visits.store.commit()
    return f"/campaigns/{campaign.public_id}"


def found(visits: Visits, who: str, words: str) -> str:
    return visits.get(who, f"/search?q={words}").text.partition("<main")[2]


@pytest.mark.parametrize("words", ["CHAIN", "night+shelter", "shelter+chain"])
def test_those_who_may_read_it_find_it_by_title_and_goal(visits: Visits, path: str, words: str) -> None:
    seen = {who for who in WHO if f'href="{path}"' in found(visits, who, words)}

    assert seen == {who for who in WHO if visits.get(who, path).status_code == 200}
    assert {"ana", "cleo"} <= seen
    assert not seen & {"dora", "visitor"}
    assert "No date yet" in found(visits, "cleo", words)


def test_with_a_date_or_without_one_of_the_words_it_is_not_there(visits: Visits, path: str) -> None:
    dated = visits.stored_campaign(visits.campaign()).public_id

    page = found(visits, "ana", "chain").partition('id="undated"')[2]
    assert path in page
    assert dated not in page
    assert path not in found(visits, "ana", "chain+senator")
    assert path not in found(visits, "ana", "chain&kind=campaign")


def test_a_cancelled_one_says_so_and_a_deleted_one_is_gone(visits: Visits, path: str) -> None:
    assert visits.post("ana", f"{path}/cancel", reason="The day is off").status_code == 303
    assert "Cancelled" in found(visits, "ana", "chain").partition('id="undated"')[2]

    assert visits.post("ana", f"{path}/delete").status_code == 303
    assert path not in found(visits, "ana", "chain")


def test_under_embargo_nobody_finds_it(visits: Visits, path: str) -> None:
    circle = [str(visits.coalition.harbour.id)]
    shared = share(visits, path, audience="organisations", embargo_group_organisations=circle)
    assert shared.status_code == 303

    for who in WHO:
        for words in ("chain", "shelter", "joint"):
            assert path not in found(visits, who, words)
