"""The year, the page of one observance, and following it."""

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import EntryKind, Follow
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import GuardDraft, create_guard
from scheduler.agenda.services.publishing import publish
from scheduler.db import AppSession
from scheduler.observances.models import Edition, Observance
from scheduler.observances.services.catalogue import import_catalogue
from scheduler.observances.services.registration import register
from tests.logins import again
from tests.observances.catalogues import ANNOUNCED, DAY, csv_of

As = Callable[[str], FlaskClient]
Catalogue = dict[str, Observance]
Find = Callable[[Observance, str], Edition]
PAGE = f"/observances/{DAY['slug']}"


def test_the_year_has_its_months_and_what_is_not_announced(as_: As, catalogue: Catalogue):
    page = as_("anonymous").get("/observances?year=2028").text

    assert "July 2028" in page
    assert "Sun 30 Jul 2028" in page
    assert page.index("Date not yet announced") < page.index("Safer Internet Day")
    assert "Labour Day" not in page


def test_a_year_beyond_the_plan_says_so(as_: As, catalogue: Catalogue):
    page = as_("anonymous").get("/observances?year=2035").text

    assert "2035 is not scheduled yet" in page
    assert "Mon 30 Jul 2035" in page


@pytest.mark.parametrize("year", [2019, 2026, 2027, 2030, 2031, 2036, 2045])
def test_every_line_of_a_year_leads_to_its_edition(as_: As, catalogue: Catalogue, year: int):
    visitor = as_("anonymous")
    lines = re.findall(r'<a href="(/observances/[^"#]+)#([^"]+)"', visitor.get(f"/observances?year={year}").text)

    pages = {path: visitor.get(html.unescape(path)).text for path, _anchor in lines}

    assert lines
    assert [(path, anchor) for path, anchor in lines if pages[path].count(f'id="{anchor}"') != 1] == []


def test_a_year_that_is_none_means_this_one(as_: As, catalogue: Catalogue):
    visitor = as_("anonymous")

    for year in ("", "2999", "0", "twenty", "-1", "٢٠٢٨"):
        assert "Observances 2027" in visitor.get(f"/observances?year={year}").text


def test_topics_narrow_the_year(as_: As, catalogue: Catalogue):
    page = as_("anonymous").get("/observances?year=2027&topic=online-safety").text

    assert "Safer Internet Day" in page
    assert "World Day" not in page


def test_an_empty_coalition_is_told_where_to_begin(as_: As):
    assert "Open the catalogue" in as_("editor").get("/observances").text
    assert "Come back later" in as_("anonymous").get("/observances").text


def test_the_page_says_what_it_is_and_when(as_: As, catalogue: Catalogue):
    page = as_("anonymous").get(PAGE).text

    for text in ("30 July", "International", "UNODC", "#EndTrafficking", "https://unodc.example/day", "Past dates"):
        assert text in page
    assert page.index("Fri 30 Jul 2027") < page.index("Sun 30 Jul 2028") < page.index("Thu 30 Jul 2026")
    # Beyond the plan the rule alone speaks.
    assert "Not scheduled yet" in page
    assert "Wed 30 Jul 2031" in page


def test_a_campaign_around_an_edition_is_named_to_those_who_may_know(
    as_: As, store: AppSession, catalogue: Catalogue, edition: Find, now: datetime
):
    row = edition(catalogue[DAY["slug"]], "2027")
    guard = create_guard(store, GuardDraft(Audience.COALITION))
    assert row.starts_on is not None
    days = AllDay(row.starts_on, row.starts_on)
    draft = EntryDraft(Source("campaign", 1), EntryKind.CAMPAIGN, days, guard.id, "Harbour vigil", path="/campaigns/x1")
    publish(store, replace(draft, parent=Source("edition", row.id)), now)
    store.commit()

    assert "Harbour vigil" in as_("member").get(PAGE).text
    assert "Harbour vigil" not in as_("anonymous").get(PAGE).text


def test_plan_a_campaign_leads_to_a_form_around_the_edition(as_: As, catalogue: Catalogue, edition: Find):
    ident = edition(catalogue[DAY["slug"]], "2027").id

    page = as_("editor").get(PAGE).text

    assert f"/campaigns/new?edition={ident}" in page
    assert as_("editor").get(f"/campaigns/new?edition={ident}").status_code == 200


def test_another_of_the_same_name_or_day_is_named(as_: As, store: AppSession, catalogue: Catalogue, now: datetime):
    twin = DAY | {"slug": "ph-world-day", "scope": "national", "country": "PH"}
    import_catalogue(store, csv_of(twin), ChangeContext((), None, now))
    register(
        store,
        store.scalars(select(Observance).where(Observance.slug == "ph-world-day")).one(),
        ChangeContext((), None, now),
    )
    store.commit()

    page = as_("anonymous").get(PAGE).text

    assert "There are others with this name" in page
    assert 'href="/observances/ph-world-day"' in page
    assert "Begins on the same day:" in page


def test_whoever_finds_an_error_reads_how_to_tell(as_: As, catalogue: Catalogue):
    pages = {who: as_(who).get(PAGE).text.split('id="found-an-error"', 1)[1] for who in ("anonymous", "editor")}

    assert "Found an error? Send a member of the coalition the correction" in pages["anonymous"]
    assert "Found an error? Send a coordinator the correction and its source:" in pages["editor"]
    assert "(coordinator)" in pages["editor"]
    assert "(coordinator)" not in pages["anonymous"]


def test_a_coordinator_corrects_a_row_of_the_catalogue(as_: As, catalogue: Catalogue):
    page = as_("coordinator").get(PAGE).text.split('id="found-an-error"', 1)[1]

    assert f"A file with the row “{DAY['slug']}” corrects it" in page
    assert 'href="/observances/import"' in page


def test_follow_and_unfollow(as_: As, store: AppSession, catalogue: Catalogue):
    member = as_("member")
    target = f"observance:{catalogue[DAY['slug']].id}"

    for _ in range(2):
        assert member.post(f"{PAGE}/follow").status_code == 303
    assert store.scalars(select(Follow.target)).all() == [target]
    store.commit()
    assert "Stop following" in member.get(PAGE).text

    member.post(f"{PAGE}/unfollow")
    assert store.scalars(select(Follow.target)).all() == []


def test_looking_after_it_makes_one_the_steward(as_: As, store: AppSession, catalogue: Catalogue):
    as_("coordinator").post(f"/observances/{ANNOUNCED['slug']}/steward")

    assert again(store, catalogue[ANNOUNCED["slug"]]).steward_id is not None
    assert "Cora" in as_("editor").get(f"/observances/{ANNOUNCED['slug']}").text
