"""What rows of a spreadsheet become: moments, zones, clocks that change, people who share a name."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.agenda.services.entry_drafts import AllDay, Timed
from scheduler.content.domain.import_columns import Target, guessed_columns
from scheduler.content.domain.import_settings import ImportSettings, Offers, settings_from, value_key
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.services.import_plan import ImportPlan, Known, PlannedRow, plan_rows
from scheduler.dates.written import DayOrder

TARGETS = (Target.TITLE, Target.DAY, Target.TIME, Target.OWNER, Target.LINK)
PEOPLE = {
    "7": ("Ana Reyes (Bay)", "Ana Reyes", "ana@bay.example"),
    "8": ("Ana Reyes (Port)", "Ana Reyes", "a@p.example"),
}
OFFERS = Offers(
    own={1: "Lantern Bay"},
    organisations={1: "Lantern Bay"},
    staff={1: frozenset({7, 8})},
    names={target: {} for target in Target} | {Target.OWNER: PEOPLE, Target.CAMPAIGN: {}},
    labels={target: {} for target in Target} | {Target.OWNER: {"7": "Ana (Bay)", "8": "Ana (Port)"}},
    campaign_ids={},
)
KNOWN = Known(date(2027, 7, 1), (), lambda _kind: ("x",))
SETTINGS = ImportSettings(
    columns={target: number for number, target in enumerate(TARGETS)}, zone="Europe/Berlin", organisation_id=1
)


def planned(*rows: tuple[str, ...], **changes: object) -> ImportPlan:
    settings = ImportSettings(**({name: getattr(SETTINGS, name) for name in SETTINGS.__slots__} | changes))
    return plan_rows([(number, row) for number, row in enumerate(rows, start=2)], settings, OFFERS, KNOWN)


def one(*cells: str, **changes: object) -> PlannedRow:
    return planned(cells, **changes).rows[0]


def said(row: PlannedRow) -> list[str]:
    return [remark.message.render() for remark in row.remarks]


def test_a_day_without_a_time_stays_a_day():
    row = one("Vigil", "30. Juli 2027")
    assert (row.when, row.remarks) == (AllDay(date(2027, 7, 30), date(2027, 7, 30)), ())
    assert row.plan is not None
    assert row.plan.channels == ("x",)


@pytest.mark.parametrize(
    ("day", "time", "zone", "at"),
    [
        ("2027-07-30", "09:00", "Europe/Berlin", datetime(2027, 7, 30, 7, tzinfo=UTC)),
        ("2027-07-30", "09:00 Asia/Manila", "Asia/Manila", datetime(2027, 7, 30, 1, tzinfo=UTC)),
        ("2027-07-30T09:00:00Z", "", "UTC", datetime(2027, 7, 30, 9, tzinfo=UTC)),
        ("2027-07-30 09:00+08:00", "", "Europe/Berlin", datetime(2027, 7, 30, 1, tzinfo=UTC)),
        ("46598.375", "", "Europe/Berlin", datetime(2027, 7, 30, 7, tzinfo=UTC)),
    ],
)
def test_a_zone_in_the_cell_wins_over_that_of_the_file(day: str, time: str, zone: str, at: datetime):
    when = one("Vigil", day, time).when
    assert isinstance(when, Timed)
    assert (when.zone, when.at) == (zone, at)


def test_an_offset_that_the_zone_does_not_have_is_pointed_out():
    row = one("Vigil", "2027-07-30 09:00+08:00")
    assert said(row) == ["09:00 +08:00 is 2027-07-30 03:00 in Europe/Berlin."]
    assert row.plan is not None


@pytest.mark.parametrize(
    ("day", "choice", "at"),
    [
        ("2027-10-31 02:30", "later", datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),
        ("2027-10-31 02:30", "earlier", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        ("2027-03-28 02:30", "later", datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
    ],
)
def test_where_clocks_change_the_person_says_which_moment_is_meant(day: str, choice: str, at: datetime):
    plan = planned(("Vigil", day))
    assert plan.rows[0].plan is None
    (asked,) = plan.unmatched
    assert (asked.target, [value for value, _label in asked.options]) == (Target.TIME, ["earlier", "later"])

    when = one("Vigil", day, values={asked.key: choice}).when

    assert isinstance(when, Timed)
    assert when.at == at


def test_one_day_above_twelve_decides_the_order_for_all():
    plan = planned(("A", "5/8/2027"), ("B", "30/08/2027"))
    assert not plan.asks_order
    assert [row.when for row in plan.rows] == [AllDay(day, day) for day in (date(2027, 8, 5), date(2027, 8, 30))]


def test_dates_that_contradict_each_other_are_errors_of_their_rows():
    rows = (("A", "30/08/2027"), ("B", "8/30/2027"), ("C", "5/8/2027"))
    plan = planned(*rows)
    assert plan.asks_order
    assert [row.has_errors for row in plan.rows] == [True, True, True]

    plan = planned(*rows, order=DayOrder.DAY_FIRST)

    assert [row.has_errors for row in plan.rows] == [False, True, False]
    assert "do not fit the order" in said(plan.rows[1])[0]


def test_who_shares_a_name_is_never_guessed():
    assert one("A", "2027-08-01", "", "Ana Reyes").plan is None
    for owner in ("ANA@bay.example", "ana reyes (bay)"):
        found = one("A", "2027-08-01", "", owner).plan
        assert found is not None
        assert found.owner_id == 7
    # A Cyrillic letter is another letter.
    assert one("A", "2027-08-01", "", "\u0410na Reyes (Bay)").plan is None


def test_a_past_day_is_pointed_out_and_a_link_checked():
    past = one("A", "2027-06-01")
    assert (said(past), past.has_errors) == (["This date has passed."], False)
    assert one("A", "2027-08-01", "", "", "javascript:alert(1)").has_errors


@given(st.lists(st.text(max_size=30), max_size=5), st.sampled_from([None, *DayOrder]))
def test_any_cells_become_a_row_or_an_error(cells: list[str], order: DayOrder | None):
    row = one(*cells, order=order)
    assert (row.plan is None) is row.has_errors


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (("Title", "Publish date", "Owner"), {Target.TITLE: 0, Target.DAY: 1, Target.OWNER: 2}),
        (("DATUM", "Überschrift", "Kanäle"), {Target.DAY: 0, Target.TITLE: 1, Target.CHANNELS: 2}),
        (("Fecha", "Título", "Campaña"), {Target.DAY: 0, Target.TITLE: 1, Target.CAMPAIGN: 2}),
        (("content_type", "URL", "Time (ET)"), {Target.KIND: 0, Target.LINK: 1, Target.TIME: 2}),
        (("Colour", "Date", "Date"), {Target.DAY: 1}),
    ],
)
def test_headings_are_guessed(header: tuple[str, ...], expected: dict[Target, int]):
    assert guessed_columns(header) == expected


def test_settings_are_kept_as_they_are():
    chosen = ImportSettings(
        sheet=1,
        columns={Target.TITLE: 3},
        order=DayOrder.MONTH_FIRST,
        sharing=Sharing(ShareScope.PEOPLE, frozenset({3, 1})),
        values={value_key(Target.KIND, " Leaflet "): "post"},
    )
    assert settings_from(chosen.as_json()) == chosen
