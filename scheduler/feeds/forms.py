"""Forms of feeds."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import lazy_gettext as _l

from scheduler.accounts.forms.fields import NameField
from scheduler.agenda.models import EntryKind
from scheduler.agenda.topic_labels import topic_label
from scheduler.web.fields import ChecksField, RadiosField
from scheduler.web.forms import TokenForm

KIND_LABELS = {
    EntryKind.EDITION: _l("Observances"),
    EntryKind.EVENT: _l("Events"),
    EntryKind.CAMPAIGN: _l("Campaigns"),
    EntryKind.CONTENT: _l("Content"),
    EntryKind.TASK: _l("Tasks"),
    EntryKind.DEADLINE: _l("Reviews, sign-offs and dates to confirm"),
    EntryKind.MILESTONE: _l("Bill milestones"),
}


class FeedForm(TokenForm):
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

    def offer(self, topics: Iterable[str], organisations: Iterable[tuple[int, str]]) -> None:
        """Fill the choices of topics and organisations."""
        self.topic.choices = [(topic, topic_label(topic)) for topic in topics]
        self.organisation.choices = [(str(ident), name) for ident, name in organisations]

    def selection(self, person_id: int | None) -> dict[str, list[str]]:
        """Return the selection asked for; `person_id` is set for a personal feed."""
        chosen = {"kind": self.kind.data, "topic": self.topic.data, "organisation": self.organisation.data}
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

    def show(self, selection: dict[str, list[str]]) -> None:
        """Fill the fields from a stored selection."""
        for name, value in shown_selection(selection).items():
            self[name].data = value


def shown_selection(selection: Mapping[str, Sequence[str]]) -> dict[str, str | list[str]]:
    """Return what the fields show of a stored selection."""
    scope = "mine" if "concerning" in selection else "all"
    return {"scope": scope, **{name: list(selection.get(name, [])) for name in ("kind", "topic", "organisation")}}
