"""Acts that are tried by asking for the page on which they begin."""

from collections.abc import Callable

from tests.pages.web.role_scenes import World

Try = Callable[[World, str], bool]
"""Tries an act as somebody, and says whether it was let through."""


def page(path: Callable[[World], str]) -> Try:
    """Ask for the page that the act begins on."""
    return lambda world, who: world.get(who, path(world)) == 200


def edition(more: str) -> Try:
    return page(lambda world: f"/observances/{world.catalogued.slug}/2028/{more}")


def of_item(more: str, *, secret: bool = False) -> Try:
    return page(lambda world: world.path(world.secret() if secret else world.item(), more))


def of_campaign(more: str) -> Try:
    return page(lambda world: world.path(world.campaign, more))
