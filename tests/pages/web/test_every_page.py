"""Every page, for everybody who can open it, can be used by everybody: axe finds nothing on any of them."""

from collections.abc import Iterator, Sequence
from itertools import count

import pytest
from playwright.sync_api import Page

from tests.accessible import LOOKS, OF_COLOURS, Scheme, by_width, violations
from tests.pages.web.controls import faults_of_controls
from tests.pages.web.demo_pages import OPEN_ALL, ROLES, STARTS, Demo, enter
from tests.pages.web.every_page import Mark, pages_of
from tests.plugins.audit import Extent
from tests.plugins.browser import OpenPage

NOT_WALKED = {
    "no pages": {
        "asset",
        "static",
        "api.entries",
        "api.entry",
        "api.openapi",
        "audit.table",
        "overview.table",
        "content.export",
        "content.picture_file",
        "content.picture_thumbnail",
        "content.plan_table",
        "content.report_plot",
        "content.report_table",
        "content.sent_table",
        "events.dates_file",
        "feeds.public_file",
        "feeds.token_file",
        "health.alive",
        "health.ready",
        "metrics.show",
        "kits.archive",
        "kits.picture",
        "kits.thumbnail",
        "open_data.observances_csv",
        "open_data.observances_json",
        "open_data.observances_schema",
        "year_planner.file",
    },
    "leads on": {"first_run.arrive"},
    "shows a token for ten minutes; tests/api/web/test_token_pages.py": {"api_tokens.made"},
    "the same template as content_review.break_glass": {"campaign_sharing.take_emergency_access"},
}

ALL_RULES = {"rules": {"target-size": {"enabled": True}}}


@pytest.mark.first
@pytest.mark.timeout(240)
def test_everybody_can_use_every_page(demo: Demo, open_undrawn_page: OpenPage, live_server, extent: Extent):
    known: set[Mark] = set()
    walked: set[str] = set()
    found: list[tuple[object, ...]] = []
    looks = count()
    # A tab for each look: what is open is not laid out anew before it is left.
    pages = {(width, scheme): open_undrawn_page(width, color_scheme=scheme) for width, scheme in LOOKS}
    for role in ROLES:
        client = demo.client(role)
        for page in pages.values():
            page.context.clear_cookies()
            enter(page, client, live_server.url)
        for one in pages_of(demo.app, client, STARTS, demo.fill, walked, anew=extent.is_audit):
            walked.add(one.endpoint)
            found += [(role, one.path, fault) for fault in one.markup.faults]
            # What is made of nothing but what has been looked at has been looked at.
            if one.markup.marks <= known:
                continue
            known |= one.markup.marks
            for width, schemes in by_width(extent.some(LOOKS, next(looks), 1)).items():
                found += [
                    (role, *complaint) for complaint in complaints(pages[width, schemes[0]], one.path, width, schemes)
                ]

    assert found == []
    every = {rule.endpoint for rule in demo.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert every - walked == set[str]().union(*NOT_WALKED.values())


def complaints(page: Page, path: str, width: int, schemes: Sequence[Scheme]) -> Iterator[tuple[object, ...]]:
    """Open a page once and yield what is wrong by day and by night; the second time only its colours are looked at."""
    page.goto(path, wait_until="domcontentloaded")
    page.evaluate(OPEN_ALL)
    wide = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    if wide > 0:
        yield path, width, "sticks out", wide
    for scheme in schemes:
        if scheme != schemes[0]:
            page.emulate_media(color_scheme=scheme)
        asked = ALL_RULES if scheme == schemes[0] else {"runOnly": OF_COLOURS}
        for fault in (*violations(page, **asked), *(("control", fault) for fault in faults_of_controls(page))):
            yield path, width, scheme, *fault
    if len(schemes) > 1:
        page.emulate_media(color_scheme=schemes[0])
