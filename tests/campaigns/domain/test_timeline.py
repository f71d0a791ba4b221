from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scheduler.campaigns.domain.timeline import MarkKind, MarkState, TimelineMark, lay_out

DAY = date(2027, 7, 30)
WIDTH, GAP = 800, 20

DAYS = st.integers(-200, 200).map(lambda days: DAY + timedelta(days))
MARKS = st.builds(
    TimelineMark,
    st.sampled_from(MarkKind),
    DAYS,
    st.sampled_from(["Post", "Brief", ""]),
    st.just("/"),
    st.sampled_from(["Bay", "Port", "Kite"]),
    st.sampled_from(MarkState),
)


def mark(day: date, organisation: str = "Bay", title: str = "Post") -> TimelineMark:
    return TimelineMark(MarkKind.TASK, day, title, "/", organisation, MarkState.OPEN)


def test_the_lead_has_the_first_lane_and_marks_are_numbered_by_day() -> None:
    found = lay_out([mark(DAY, "Alder"), mark(DAY - timedelta(3))], [DAY], "Bay", width=WIDTH, least_gap=GAP)

    assert [(lane.organisation, [one.number for one in lane.marks]) for lane in found.lanes] == [
        ("Bay", [1]),
        ("Alder", [2]),
    ]


def test_marks_of_one_day_stand_one_below_the_other() -> None:
    found = lay_out([mark(DAY, title=str(number)) for number in range(3)], [DAY], "Bay", width=WIDTH, least_gap=GAP)

    assert [one.row for one in found.lanes[0].marks] == [0, 1, 2]
    assert found.lanes[0].rows == 3


def test_a_campaign_without_marks_still_shows_its_days() -> None:
    found = lay_out([], [DAY], "Bay", width=WIDTH, least_gap=GAP)

    assert [(lane.organisation, lane.rows) for lane in found.lanes] == [("Bay", 1)]
    assert 0 < found.x_of(DAY) < WIDTH


@given(st.lists(MARKS, max_size=30), DAYS)
def test_marks_stand_in_order_of_day_and_never_touch(marks: list[TimelineMark], today: date) -> None:
    found = lay_out(marks, [today, DAY], "Bay", width=WIDTH, least_gap=GAP)

    assert sorted(map(repr, marks)) == sorted(repr(one.mark) for one in found.placed)
    assert [one.number for one in found.placed] == list(range(1, len(marks) + 1))
    for before, after in pairwise(found.placed):
        assert before.mark.day <= after.mark.day
        assert before.x <= after.x
    for lane in found.lanes:
        for row in range(lane.rows):
            places = [one.x for one in lane.marks if one.row == row]
            assert all(after - before >= GAP for before, after in pairwise(places))
    assert all(0 <= x <= WIDTH for x in (found.x_of(today), *(one.x for one in found.placed)))
