"""Copy that is to come out before its embargo lifts, seen from every zone in which its channels are read."""

from collections.abc import Iterator

from scheduler.content.checks.protocol import Draft, Finding
from scheduler.dates.timezones import day_start, in_zone
from scheduler.messages import N_, Message, message

_BEFORE, _MAY_BE_BEFORE = "before", "may_be_before"


class EmbargoTime:
    """A publish time before the lift, or a day without a time that begins before it somewhere."""

    slug = "embargo_time"
    label = message(N_("Publish time and embargo"))

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Yield the publish time, or each zone in which the day begins too early."""
        lift = draft.embargo_at
        if lift is None or draft.is_published:
            return
        if draft.publish_at is not None:
            if draft.publish_at < lift:
                # Who lets out copy a minute early has not agreed to a day.
                basis = f"{draft.publish_at.isoformat()} {lift.isoformat()}"
                yield Finding(None, details=(_BEFORE, ""), basis=basis)
            return
        if draft.publish_on is not None:
            for zone in draft.zones:
                if day_start(draft.publish_on, zone) < lift:
                    yield Finding(
                        None,
                        details=(_MAY_BE_BEFORE, f"{zone.replace('_', ' ')}: {in_zone(lift, zone):%Y-%m-%d %H:%M}"),
                        basis=draft.publish_on.isoformat(),
                    )

    def advice(self, finding: Finding) -> Message:
        """Say what is too early."""
        what, lifts = finding.details
        if what == _BEFORE:
            return message(N_("The publish time is before the embargo lifts. Move one of them."))
        return message(
            N_("The day begins before the embargo lifts (%(lifts)s). Set a publish time after it."), lifts=lifts
        )
