"""How much is planned, and what is in the way: at the limits, and whatever the order."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.content.domain.launch_wave import Kept
from scheduler.content.domain.load import ClashKind, PlannedItem, clashes, load_of

AT = datetime(2027, 7, 30, 9, 0, tzinfo=UTC)
DAY = AT.date()


def planned(number: int, at: datetime | None = AT, organisation: int = 1, **changes: object) -> PlannedItem:
    values: dict[str, object] = {"is_release": False, "channels": {"x": "UTC"}, "country": "", "day": DAY} | changes
    return PlannedItem(item_id=number, organisation_id=organisation, at=at, **values)  # type: ignore[arg-type]


def kinds(*items: PlannedItem) -> list[ClashKind]:
    return [one.kind for one in clashes(items, lambda _country, _day: "")]


@pytest.mark.parametrize(("minutes", "clash"), [(0, True), (59, True), (60, False)])
def test_releases_of_two_organisations_within_an_hour(minutes: int, clash: bool) -> None:
    later = AT + timedelta(minutes=minutes)
    releases = planned(1, is_release=True), planned(2, later, 2, is_release=True)

    assert kinds(*releases) == [ClashKind.RELEASES] * clash
    assert kinds(releases[0], planned(2, later, 1, is_release=True)) == []


@pytest.mark.parametrize(("minutes", "clash"), [(0, True), (14, True), (15, False)])
def test_posts_on_one_channel_within_a_quarter_of_an_hour(minutes: int, clash: bool) -> None:
    later = AT + timedelta(minutes=minutes)

    assert kinds(planned(1), planned(2, later)) == [ClashKind.SAME_CHANNEL] * clash
    assert kinds(planned(1), planned(2, later, channels={"bluesky": "UTC"})) == []


@pytest.mark.parametrize(("lift", "clash"), [(AT + timedelta(seconds=1), True), (AT, False), (None, True)])
def test_item_before_its_embargo_lifts(lift: datetime | None, clash: bool) -> None:
    assert kinds(planned(1, embargo=Kept(lift))) == [ClashKind.UNDER_EMBARGO] * clash


@pytest.mark.parametrize(("hour", "night"), [(5, True), (6, False), (21, False), (22, True)])
def test_night_is_that_of_the_channel(hour: int, night: bool) -> None:
    at = AT.replace(hour=hour)

    assert kinds(planned(1, at)) == [ClashKind.NIGHT] * night
    assert kinds(planned(1, at, channels={"x": "Etc/GMT-12"})) == [ClashKind.NIGHT] * (10 <= hour < 18)


def test_holiday_is_that_of_the_country() -> None:
    names = {("BE", DAY): "Feast"}
    found = clashes(
        [planned(1, None, country="BE"), planned(2, None, country="FR")], lambda *asked: names.get(asked, "")
    )

    assert [(one.kind, one.item_ids, one.about) for one in found] == [(ClashKind.HOLIDAY, (1,), "Feast")]


def test_load_counts_each_channel_and_what_has_none() -> None:
    other = date(2027, 7, 31)
    items = [planned(1), planned(2, channels={"x": "UTC", "bluesky": "UTC"}), planned(3, None, day=other, channels={})]

    assert load_of(items) == {("x", DAY): 2, ("bluesky", DAY): 1, ("", other): 1}


items_of = st.lists(
    st.builds(
        planned,
        st.integers(1, 9999),
        st.none() | st.integers(0, 300).map(lambda minutes: AT + timedelta(minutes=minutes)),
        st.integers(1, 3),
        is_release=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda item: item.item_id,
)


@given(items_of, st.randoms())
def test_order_of_the_items_does_not_matter(items: list[PlannedItem], random: object) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert clashes(items, lambda *_asked: "") == clashes(shuffled, lambda *_asked: "")


@given(items_of)
def test_two_that_clash_are_never_far_apart(items: list[PlannedItem]) -> None:
    known = {item.item_id: item for item in items}
    for one in clashes(items, lambda *_asked: ""):
        moments = [known[ident].at for ident in one.item_ids]
        assert all(moment is not None for moment in moments)
        first, last = moments[0], moments[-1]
        assert first is not None
        assert last is not None
        assert last - first < timedelta(hours=1)
