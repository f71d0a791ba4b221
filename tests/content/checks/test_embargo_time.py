"""A publish time before the lift, or a day that begins before it where a channel is read."""

from datetime import UTC, date, datetime, timedelta

from scheduler.content.checks.embargo_time import EmbargoTime
from scheduler.content.checks.protocol import Draft
from scheduler.content.checks.running import findings_hash
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind

LIFT = datetime(2027, 7, 30, 0, 0, tzinfo=UTC)


def advice(**plan: object) -> list[str]:
    check = EmbargoTime()
    draft = Draft(ItemText(body="x"), Kind.POST, **{"embargo_at": LIFT, "publish_on": date(2027, 7, 30), **plan})  # type: ignore[arg-type]
    return [check.advice(one).render() for one in check.find(draft)]


def test_a_time_before_the_lift_is_pointed_out() -> None:
    early, on_time = datetime(2027, 7, 29, 23, 59, tzinfo=UTC), LIFT
    assert advice(publish_at=early) == ["The publish time is before the embargo lifts. Move one of them."]
    assert advice(publish_at=on_time) == []
    assert advice(publish_at=early, is_published=True) == []
    assert advice(publish_at=early, embargo_at=None) == []


def test_who_lets_out_a_minute_early_has_not_agreed_to_a_day() -> None:
    minute, day = (LIFT - timedelta(minutes=1), LIFT), (LIFT - timedelta(minutes=1), LIFT + timedelta(days=1))
    drafts = [Draft(ItemText(body="x"), Kind.POST, publish_at=at, embargo_at=lift) for at, lift in (minute, day)]
    assert len({findings_hash(tuple(EmbargoTime().find(draft)), draft) for draft in drafts}) == 2


def test_a_day_is_looked_at_in_every_zone() -> None:
    assert advice(zones=("America/New_York", "UTC")) == []
    (manila,) = advice(zones=("America/New_York", "Asia/Manila"))
    assert "Asia/Manila: 2027-07-30 08:00" in manila
