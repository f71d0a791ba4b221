"""Saved views as pages list them: where each leads, what it shows in words, and which of them is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.agenda.domain.visibility import Viewer
from scheduler.db import AppSession
from scheduler.pages.calendar_address import Colours, Shown
from scheduler.pages.filters import Choices
from scheduler.pages.labels import VIEW_NAMES
from scheduler.saved_views.reading import may_keep, views_for

MOST_UNFOLDED = 6
"""So many views stand above the calendar; the rest is folded."""


@dataclass(frozen=True, slots=True)
class ViewLink:
    """A saved view; `organisation` is whose it is, empty for the reader's own.

    `path` is its address, which says all there is to it: whoever is given that sees what they may see of the same.
    """

    name: str
    path: str
    says: Sequence[str]
    feed: Mapping[str, str]
    organisation: str
    address: str
    revision: int
    is_open: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class Opener:
    """Who opens views, and as what their addresses are read."""

    actor: ActorRoles
    viewer: Viewer
    zone: str
    today: date

    def shown(self, arguments: Mapping[str, str]) -> Shown:
        """Read what was saved as an address is read."""
        return Shown.parse(arguments, self.viewer, self.zone, self.today)


def view_links(session: AppSession, opener: Opener, choices: Choices, present: Shown | None = None) -> list[ViewLink]:
    """Return the views that somebody sees, their own first; `present` is what the page shows already."""
    links = []
    for view in views_for(session, opener.actor):
        shown = opener.shown(view.arguments)
        links.append(
            ViewLink(
                name=view.name,
                path=url_for("calendar.index", **shown.selection),
                says=said(shown, choices),
                feed=asked_of_feed(shown) | {"name": view.name},
                organisation=choices.organisation_names.get(view.organisation_id or 0, ""),
                address=view.address,
                revision=view.revision,
                is_open=present is not None and present.selection == shown.selection,
                may_change=may_keep(view, opener.actor),
            )
        )
    return links


def said(shown: Shown, choices: Choices) -> list[str]:
    """Say in words what an address of the calendar asks for, days aside."""
    filters = shown.filters
    named = (dict(choices.kinds).get(filters.kind), dict(choices.topics).get(filters.topic))
    lines = [str(VIEW_NAMES[shown.period.view]), *(name for name in named if name)]
    if filters.organisation:
        lines.append(dict(choices.organisations).get(filters.organisation, _("an organisation that has closed")))
    lines += [_("only items that involve you")] if filters.mine else []
    return [*lines, _("colours by organisation")] if shown.colours is Colours.ORGANISATION else lines


def asked_of_feed(shown: Shown) -> dict[str, str]:
    """Return what a feed can hold of it, as arguments of the page that makes one: all but layout and colours."""
    filters = shown.filters
    every = {"kind": filters.kind, "topic": filters.topic, "organisation": filters.organisation}
    return {name: value for name, value in every.items() if value} | {"scope": "mine" if filters.mine else "all"}
