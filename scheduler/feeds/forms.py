"""Forms of feeds."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import lazy_gettext as _l

from scheduler.accounts.forms.fields import NameField
from scheduler.agenda.models import EntryStatus
from scheduler.agenda.topic_labels import topic_label
from scheduler.feeds.domain.options import CHOICES, DAYS_BACK, MONTHS_AHEAD, STANDARD, Alarm, Cancelled, FeedOptions
from scheduler.feeds.labels import (
    AHEAD_LABELS,
    ALARM_LABELS,
    BACK_LABELS,
    CANCELLED_LABELS,
    KIND_LABELS,
    STATUS_LABELS,
)
from scheduler.feeds.services.contents import LANGUAGE, feed_language
from scheduler.web.fields import ChecksField, ChoiceField, RadiosField
from scheduler.web.forms import LanguageForm
from scheduler.web.translations import LOCALE, installed

FILTERED = ("kind", "topic", "organisation", "status")
"""The fields whose values are those of a filter of the same name."""

STATUS_CHOICES = [(status, STATUS_LABELS[status]) for status in (EntryStatus.CONFIRMED, EntryStatus.TENTATIVE)]
BACK_CHOICES = [(str(days), BACK_LABELS[days]) for days in DAYS_BACK]
AHEAD_CHOICES = [(str(months), AHEAD_LABELS[months]) for months in MONTHS_AHEAD]
ALARM_CHOICES = [(alarm.value, ALARM_LABELS[alarm]) for alarm in Alarm]
CANCELLED_CHOICES = [(fate.value, CANCELLED_LABELS[fate]) for fate in Cancelled]


class FeedForm(LanguageForm):
    """What a feed is called and what it holds; nothing ticked means everything that its reader may see."""

    name = NameField(_l("Name"), max_chars=120, required=True)
    scope = RadiosField(
        _l("Contents"),
        choices=[("mine", _l("Items that involve you")), ("all", _l("Everything you have access to"))],
        default="mine",
    )
    kind = ChecksField(_l("Only these types"), choices=list(KIND_LABELS.items()))
    topic = ChecksField(_l("Only these topics"))
    organisation = ChecksField(_l("Only these organisations"))
    status = ChecksField(_l("Only this status"), choices=STATUS_CHOICES)
    back = ChoiceField(_l("How far back"), choices=BACK_CHOICES, default=str(STANDARD.back))
    ahead = ChoiceField(_l("How far ahead"), choices=AHEAD_CHOICES, default=str(STANDARD.ahead))
    alarm = RadiosField(_l("Alarm"), choices=ALARM_CHOICES, default=STANDARD.alarm.value)
    cancelled = RadiosField(_l("Cancelled entries"), choices=CANCELLED_CHOICES, default=STANDARD.cancelled.value)

    @property
    def options_chosen(self) -> bool:
        """Whether something is chosen of what few choose, or wrong there."""
        names = ("status", *CHOICES)
        return bool(FeedOptions.parse(self._options()).stored() or self.status.data) or any(
            self[name].errors for name in names
        )

    def offer(self, topics: Iterable[str], organisations: Iterable[tuple[int, str]]) -> None:
        """Fill the choices of topics and organisations."""
        self.topic.choices = [(topic, topic_label(topic)) for topic in topics]
        self.organisation.choices = [(str(ident), name) for ident, name in organisations]

    def selection(self, person_id: int | None) -> dict[str, list[str]]:
        """Return the filters and options asked for; `person_id` is set for a personal feed."""
        chosen = {name: self[name].data for name in FILTERED} | self._options()
        if (language := self.data.get(LANGUAGE, LOCALE)) != LOCALE:
            chosen[LANGUAGE] = [language]
        if person_id is not None and self.scope.data == "mine":
            chosen["concerning"] = [str(person_id)]
        return {name: list(values) for name, values in chosen.items() if values}

    def fill(self, name: str, scope: str, chosen: Mapping[str, Sequence[str]]) -> bool:
        """Fill the fields with what an address asks for, as a saved view does; say whether all of it is offered."""
        self.name.data = name or self.name.data
        self.scope.data = "mine" if scope == "mine" else "all"
        for field in (self.kind, self.topic, self.organisation):
            offered = {choice.value for choice in field.iter_choices()}
            field.data = [value for value in chosen.get(field.name, ()) if value in offered]
        return all(len(self[key].data) == len(values) for key, values in chosen.items())

    def _options(self) -> dict[str, list[str]]:
        return {name: [str(self[name].data)] for name in CHOICES}

    def show(self, selection: dict[str, list[str]]) -> None:
        """Fill the fields from a stored selection."""
        for name, value in shown_selection(selection).items():
            if name in self:
                self[name].data = value


def shown_selection(selection: Mapping[str, Sequence[str]]) -> dict[str, str | list[str]]:
    """Return what the fields show of a stored selection."""
    scope, options = "mine" if "concerning" in selection else "all", FeedOptions.parse(selection)
    chosen: dict[str, str | list[str]] = {name: str(getattr(options, name)) for name in CHOICES}
    spoken = {LANGUAGE: installed(feed_language(selection))}
    return {"scope": scope, **{name: list(selection.get(name, [])) for name in FILTERED}, **chosen, **spoken}
