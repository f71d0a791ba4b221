"""The way from the top to a page: which page stands above which, and what each is called."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from flask import current_app, request, url_for
from flask_babel import LazyString

LEVELS_SHOWN = 3
"""A page directly below a list needs no trail: the navigation says where it is."""


class Titled(Protocol):
    """What has a page of its own, and a title."""

    @property
    def public_id(self) -> str: ...

    @property
    def title(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Within:
    """Where else a page may stand: below a thing that its reader may read, found from what the page is filled with."""

    thing: Callable[[Mapping[str, Any]], Titled | None]
    endpoint: str


@dataclass(frozen=True, slots=True)
class Step:
    """A page in the order of pages: what it is called, and the endpoint of the page above it.

    `titles` are places in the values of a page, such as `campaign.title`, where the title of its thing is, if there is
    one: so a trail says nothing that the page has not loaded for its reader. If none of them is there, there is no
    trail; an empty title is replaced by the name.
    """

    name: LazyString
    above: str = ""
    titles: tuple[str, ...] = ()
    within: Within | None = None


class Crumb(NamedTuple):
    """A page of a trail; the address of the present one is empty."""

    name: str
    address: str


def trail(steps: Mapping[str, Step], values: Mapping[str, Any]) -> Sequence[Crumb]:
    """Return the pages from the top to that of this request, with it; nothing if it stands near the top.

    Args:
        steps: all pages that stand somewhere, by endpoint.
        values: what this page is filled with.
    """
    step = steps.get(request.endpoint or "")
    found = [Crumb(_named(step, values) or "", "")] if step else []
    while step is not None and step.above:
        crumb, step = _above(steps, step, values)
        found.insert(0, crumb)
    is_known = all(crumb.name for crumb in found)
    return found if is_known and len(found) >= LEVELS_SHOWN else ()


def _above(steps: Mapping[str, Step], step: Step, values: Mapping[str, Any]) -> tuple[Crumb, Step]:
    thing = step.within.thing(values) if step.within is not None else None
    if step.within is not None and thing is not None:
        upper = steps[step.within.endpoint]
        return Crumb(thing.title or str(upper.name), url_for(step.within.endpoint, public_id=thing.public_id)), upper
    upper = steps[step.above]
    return Crumb(_named(upper, values) or "", url_for(step.above, **_arguments(step.above))), upper


def _named(step: Step, values: Mapping[str, Any]) -> str | None:
    if not step.titles:
        return str(step.name)
    found = next((title for path in step.titles if (title := value(path, values)) is not None), None)
    return None if found is None else str(found or step.name)


def value(path: str, values: Mapping[str, Any]) -> Any:
    """Return what is at a place in the values of a page; None if it has no such place."""
    first, *names = path.split(".")
    found = values.get(first)
    for name in names:
        # A text has no title, though every string has a method of that name.
        found = None if isinstance(found, str) else getattr(found, name, None)
    return found


def _arguments(endpoint: str) -> dict[str, Any]:
    """Return those arguments of this request's address that the address of another page takes as well."""
    wanted = {name for rule in current_app.url_map.iter_rules(endpoint) for name in rule.arguments}
    return {name: value for name, value in (request.view_args or {}).items() if name in wanted}
