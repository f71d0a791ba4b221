"""The report of a campaign: what was planned and published, late by how much, of what its reader may read alone."""

import csv
import io
from datetime import datetime, timedelta

import pytest

from scheduler.agenda.services.entry_drafts import Timed
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.domain.workflow import State
from scheduler.content.models import ItemChannel
from tests.content import builders
from tests.content.builders import LIFT
from tests.content.web.newsroom import NOW, Newsroom

DUE = NOW - timedelta(hours=5)


@pytest.fixture
def report(newsroom: Newsroom) -> str:
    row = builders.campaign(newsroom.store, newsroom.bay, newsroom.harbour)
    found, campaign_id = f"/campaigns/{row.public_id}/report", row.id
    when = Timed(DUE.replace(tzinfo=None), "UTC", at=DUE)
    shared = {"campaign_id": campaign_id, "when": when, "sharing": Sharing(ShareScope.COALITION)}
    late = newsroom.item(**shared, text=ItemText(title="=1+1 <b>", body="Copy"))
    newsroom.item(**shared | {"sharing": Sharing(ShareScope.OWN)}, signatories=frozenset())
    newsroom.put(newsroom.item(**shared), state=State.CANCELLED)
    published(newsroom, late, DUE + timedelta(minutes=25))
    return found


def published(newsroom: Newsroom, path: str, at: datetime) -> None:
    item = newsroom.put(path, state=State.PUBLISHED, published_at=at)
    row = newsroom.store.get_one(ItemChannel, (item.id, "x"))
    row.published_at, row.published_url = at, "https://x.example/1"
    newsroom.store.commit()


def table(newsroom: Newsroom, who: str, report: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(newsroom.get(who, f"{report}.csv").get_data(as_text=True))))


def test_it_says_what_was_late_and_what_is_missing(newsroom: Newsroom, report: str) -> None:
    page = newsroom.get("other_lead", report).text

    assert ("25 minutes late" in page, 'href="https://x.example/1"' in page) == (True, True)
    assert ("=1+1 &lt;b&gt;" in page, "<svg" in page, " style=" in page) == (True, True, False)
    assert [row[2:3] + row[5:8] for row in table(newsroom, "other_lead", report)[1:]] == [
        ["Bluesky", "Not published", "", ""],
        ["X", "Published late", "25", "https://x.example/1"],
    ]


def test_it_counts_for_each_reader_what_they_may_read(newsroom: Newsroom, report: str) -> None:
    assert [len(table(newsroom, who, report)) for who in ("lead", "other_lead", "far_lead")] == [5, 3, 3]
    codes = [newsroom.get("visitor", f"{report}{end}").status_code for end in ("", ".csv", "/channels.svg")]
    assert codes == [302, 302, 302]


def test_no_cell_is_a_formula_and_no_title_under_embargo_leaves(newsroom: Newsroom, report: str) -> None:
    campaign_id = newsroom.stored(newsroom.get("lead", report).text.partition("/content/")[2][:12]).campaign_id
    newsroom.item(campaign_id=campaign_id, embargo=LIFT, text=ItemText(title="Kestrel", body="Copy"))

    rows = table(newsroom, "lead", report)
    plot = newsroom.get("lead", f"{report}/channels.svg").text

    # Its two channels make one line, which names neither them nor the organisation; bars do not count it.
    (hidden,) = [row for row in rows if row[0] == "Under embargo" or row[1] == ""]
    assert hidden[1:3] == ["", ""]
    assert "1 of 2 published" in plot
    assert "Kestrel" in newsroom.get("lead", report).text
    assert any(row[0] == "'=1+1 <b>" for row in rows)
    assert not any("Kestrel" in cell for row in rows for cell in row)


def test_plots_are_files_with_their_own_colours(newsroom: Newsroom, report: str) -> None:
    answer = newsroom.get("lead", f"{report}/organisations.svg")

    assert (answer.mimetype, "attachment" in answer.headers["Content-Disposition"]) == ("image/svg+xml", True)
    assert 'fill="#b98a2e"' in answer.text
    assert newsroom.get("lead", f"{report}/people.svg").status_code == 404
