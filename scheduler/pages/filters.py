"""The filters that calendar and search share: what an address asks for, and what may be asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from scheduler.accounts.reading import open_organisations
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.kind_labels import KIND_NAMES
from scheduler.agenda.models import TELLS_MORE, EntryKind
from scheduler.agenda.reading import Selection
from scheduler.db import AppSession
from scheduler.observances.domain.vocabulary import Topic
from scheduler.pages.labels import topic_names


def _kinds_for(viewer: Viewer) -> list[EntryKind]:
    """Return the kinds that there are for a viewer: what has still to be done is for members alone."""
    return [kind for kind in KIND_NAMES if viewer.is_member or kind not in TELLS_MORE]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader has narrowed a page down to; an empty string narrows nothing."""

    kind: str = ""
    topic: str = ""
    organisation: str = ""
    mine: bool = False

    @classmethod
    def parse(cls, arguments: Mapping[str, str], viewer: Viewer) -> "Filters":
        """Read filters from an address; what makes no sense, or is not for this viewer, narrows nothing."""
        kind, topic = arguments.get("kind", ""), arguments.get("topic", "")
        organisations = Selection.parse({"organisation": [arguments.get("organisation", "")]}).values
        return cls(
            kind=kind if kind in _kinds_for(viewer) else "",
            topic=topic if topic in set(Topic) else "",
            organisation=next(iter(organisations.get("organisation", ())), "") if viewer.is_member else "",
            mine=viewer.is_member and arguments.get("mine") == "1",
        )

    def selection(self, viewer: Viewer) -> Selection:
        """Return the entries of a calendar: of every kind that this viewer is offered, and what fits each filter."""
        return Selection.parse(self._raw(viewer), listed_only=False)

    def _raw(self, viewer: Viewer) -> dict[str, list[str]]:
        return {
            "kind": [self.kind] if self.kind else [str(kind) for kind in _kinds_for(viewer)],
            "topic": [self.topic],
            "organisation": [self.organisation],
            "concerning": [str(viewer.person_id)] if self.mine else [],
        }

    def arguments(self) -> dict[str, Any]:
        """Return what an address carries of them."""
        mine = "1" if self.mine else ""
        every = {"kind": self.kind, "topic": self.topic, "organisation": self.organisation, "mine": mine}
        return {name: value for name, value in every.items() if value}


@dataclass(frozen=True)
class Choices:
    """What the filters offer: pairs of value and name. Visitors are offered neither organisations nor their own."""

    kinds: Sequence[tuple[str, str]]
    topics: Sequence[tuple[str, str]]
    organisations: Sequence[tuple[str, str]]
    mine: bool

    @cached_property
    def organisation_names(self) -> dict[int, str]:
        """Names of organisations by id."""
        return {int(ident): name for ident, name in self.organisations}


def choices_for(session: AppSession, viewer: Viewer) -> Choices:
    """Return what a viewer can choose from; from closed lists, so that they tell nothing of what is kept back."""
    organisations = open_organisations(session) if viewer.is_member else ()
    return Choices(
        kinds=[(kind, str(KIND_NAMES[kind])) for kind in _kinds_for(viewer)],
        topics=topic_names(),
        organisations=[(str(row.id), row.name) for row in organisations],
        mine=viewer.is_member,
    )
