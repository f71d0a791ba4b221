"""Forms that move an item on: where it came out, and why it is called off."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from typing_extensions import override
from wtforms import Field, Form, ValidationError

from scheduler.content.domain.links import MAX_LINK_CHARS
from scheduler.content.services.transitions import PublishedLink, PublishedLinks
from scheduler.web.fields import LineField, WebAddressField
from scheduler.web.forms import TokenForm
from scheduler.web.local_time import LocalTimeField

MAX_REASON_CHARS = 300

PUBLISHED_BEFORE = timedelta(days=366)
"""How long before an item was made here it may have been published: some are recorded afterwards."""

FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
"""Nothing was published before, whenever its item was made."""


def earliest_published(made_at: datetime, known: datetime | None) -> datetime:
    """Return from when on an item may have been published; what is recorded may stay."""
    return min(max(made_at - PUBLISHED_BEFORE, FIRST_MOMENT), known or made_at)


class OutcomeForm(Form):
    """Where an item came out on one channel, and when."""

    link = WebAddressField(_l("Web address"), max_chars=MAX_LINK_CHARS)
    reason = LineField(_l("Or why there is no link"), max_chars=MAX_REASON_CHARS)
    at = LocalTimeField(_l("Published at"))

    def __init__(
        self,
        channel: str,
        name: str,
        formdata: Any = None,
        *,
        may_omit_link: bool,
        of: str = "",
        since: datetime,
        now: datetime,
        zone: str,
        **kwargs: Any,
    ) -> None:
        """Make the row of a channel; `name` is how that is written, `of` tells the rows of several items apart.

        What was published is no earlier than `since` and no later than `now`; `zone` is suggested for times.
        """
        super().__init__(formdata, prefix=f"{of}on-{channel or 'none'}-", **kwargs)
        self.channel = channel
        self.name = name
        self.since, self.now = since, now
        self.at.fill_zone(zone)
        if not may_omit_link:
            del self["reason"]

    def validate_at(self, field: Field) -> None:
        if field.data is not None and field.data.instant > self.now:
            raise ValidationError(_("This is still to come: enter when it was published, or leave it empty for now."))
        if field.data is not None and field.data.instant < self.since:
            raise ValidationError(_("This is long before the content was planned here. Check the year."))

    def outcome(self) -> PublishedLink:
        """Return what was typed."""
        at = self.at.data.instant if self.at.data is not None else None
        return PublishedLink(self.link.data or "", (self.reason.data or "") if "reason" in self else "", at)


class PublishedForm(TokenForm):
    """Where an item came out, channel by channel."""

    def __init__(self, rows: Sequence[OutcomeForm], *args: Any, **kwargs: Any) -> None:
        """Make the form with a row for each channel."""
        super().__init__(*args, **kwargs)
        self.outcome_rows = list(rows)

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        fits = bool(super().validate(extra_validators))
        fit = [row.validate() for row in self.outcome_rows]
        if all(fit) and not self.outcomes().typed:
            self.form_errors.append(_("Add a link for at least one channel: where was it published?"))
            return False
        if not all(fit):
            self.form_errors.append(_("Check the links below."))
        return fits and all(fit)

    def outcomes(self) -> PublishedLinks:
        """Return what was typed."""
        return PublishedLinks({row.channel: row.outcome() for row in self.outcome_rows})


class ReasonForm(TokenForm):
    """Why an item is called off."""

    note = LineField(_l("Reason"), max_chars=MAX_REASON_CHARS, required=True)
