"""Asks every registered route as somebody, with what the world can fill into its address."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.leaks.world import World
from tests.logins import logged_in

VISITOR = "visitor"

STALE = {"revision": "0", "form_id": "f" * 36, "text_hash": "0" * 64, "version": "1", "version_number": "1"}
"""What a page that was left open for days would send."""

ACTS_OF_COORDINATORS = frozenset(
    {
        "hold",
        "release",
        "advance",
        "lift",
        "glass",
    }
)
"""Words in the endpoints with which a coordinator really changes the world; they have tests of their own."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request got: every text that leaves, headers included."""

    endpoint: str
    method: str
    path: str
    status: int
    text: str


def rules(app: Flask) -> list[Rule]:
    """Return every route but those for files."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in {"static", "asset"}]


def address(world: World, rule: Rule) -> str:
    """Fill a route's address; an argument that nobody has taught the walk fails it with a KeyError."""
    values = {name: _value(world, rule, name) for name in rule.arguments}
    return world.app.url_map.bind("localhost").build(rule.endpoint, values, method=_method(rule))


def _method(rule: Rule) -> str:
    return "GET" if "GET" in (rule.methods or ()) else "POST"


def _value(world: World, rule: Rule, name: str) -> object:
    feature = rule.rule.strip("/").split("/")[0]
    if name == "address" and rule.rule.startswith("/campaigns/<public_id>/playbooks"):
        return "awareness-day"
    if name == "address":
        # A row that belongs to what stands before it in the address: the word tells which.
        return world.addresses.get(rule.rule.split("/<address>")[0].rsplit("/", 1)[1], "none")
    return _WITHIN[feature, name](world) if (feature, name) in _WITHIN else _ANYWHERE[name](world)


Fill = Callable[[World], object]

# Whoever may act on people and organisations acts on somebody who has no part in the story.
_WITHIN: dict[tuple[str, str], Fill] = {
    ("content", "slug"): lambda world: world.addresses["check"],
    ("account", "ident"): lambda _world: 1,
    ("campaigns", "public_id"): lambda world: world.campaign_id,
    ("organisations", "ident"): lambda world: world.organisations["Spare"].id,
    ("people", "ident"): lambda world: world.people["spare"].id,
    ("kit", "token"): lambda world: world.addresses["token"],
    ("feeds", "organisation_id"): lambda world: world.organisations["Spare"].id,
}
_ANYWHERE: dict[str, Fill] = {
    "public_id": lambda world: world.item_id,
    "organisation_id": lambda world: world.organisations["Port"].id,
    "name": lambda _world: "0" * 40,
    "action": lambda _world: "start_draft",
    "link": lambda world: world.addresses["link"],
    "direction": lambda _world: "up",
    "day": lambda _world: "2027-07-30",
    "file_format": lambda _world: "text",
    "paper": lambda _world: "a4",
    "period": lambda _world: "2027",
    "plot": lambda _world: "channels",
    "slot": lambda world: world.addresses["slot"],
    "source": lambda world: world.campaign_id,
    "suffix": lambda _world: "json",
    "slug": lambda _world: "world-day-against-trafficking-in-persons",
    "token": lambda _world: "made-up",
    "uid": lambda _world: "made-up",
    "who": lambda _world: "public",
    "whom": lambda _world: "public",
    "bill_id": lambda _world: 1,
    "milestone_id": lambda _world: 1,
    "fact_id": lambda _world: 1,
    "helpline_id": lambda _world: 1,
    "term_id": lambda _world: 1,
    "number": lambda _world: 1,
    "feed_id": lambda _world: 1,
    "upload_id": lambda _world: 1,
}


NEVER_SHOWN = {
    "comment_passage.after": "compared with the text, never shown",
    "item_fact.after": "compared with the text, never shown",
    "item_fact.before": "compared with the text, never shown",
    "item_channel.no_link_reason": "shown and asked for once nothing stands in the way of publication",
    "item_channel.published_url": "shown and asked for once nothing stands in the way of publication",
    "campaign.cancel_reason": "shown once a campaign is cancelled",
    "sign_off.on_behalf_name": "shown of an answer that a deputy gave",
}
"""Markers that no page shows to the embargo group while the item is as it is, each with its reason."""


def ask_all(world: World, who: str, *, posts: bool) -> Iterator[Answer]:
    """Ask every route: GET, and with `posts` also empty and stale forms."""
    for rule in rules(world.app):
        path = address(world, rule)
        if "GET" in (rule.methods or ()):
            yield _ask(world, who, rule, path, None)
        if posts and "POST" in (rule.methods or ()) and not _acts(who, rule):
            yield _ask(world, who, rule, path, {})
            yield _ask(world, who, rule, path, STALE)


def _acts(who: str, rule: Rule) -> bool:
    return who == "coordinator" and any(word in rule.endpoint for word in ACTS_OF_COORDINATORS)


def _ask(world: World, who: str, rule: Rule, path: str, form: dict[str, str] | None) -> Answer:
    client = world.app.test_client() if who == VISITOR else logged_in(world.app, world.people[who])
    response = client.get(path) if form is None else client.post(path, data=form)
    return Answer(rule.endpoint, "GET" if form is None else "POST", path, response.status_code, text_of(response))


def text_of(response: TestResponse) -> str:
    """Return body and headers of an answer in one text."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers)
    return f"{headers}\n\n{response.get_data().decode('utf-8', 'replace')}"
