"""The forms that send a message to those concerned."""

import re
from collections.abc import Callable

from scheduler.mailings.models import Mailing
from tests.at_once.conftest import Town
from tests.at_once.form import Form, at, campaign

OBSERVANCE = at("/observances/world-day-against-trafficking-in-persons/2027/messages/new")


def previewed(path: Callable[[Town], str], group: str, town: Town) -> dict[str, object]:
    """Return what the preview of a message sends."""
    typed: dict[str, object] = {"group": [group], "subject": "Last call", "text": "Please post at 09:00."}
    page = town.post("lena", path(town), **typed).text
    shown = re.search(r'name="shown"[^>]*value="(\w+)"', page)
    return {**typed, "send": "1", "shown": shown[1] if shown else ""}


MESSAGES: tuple[Form, ...] = (
    Form(
        "message",
        "lena",
        campaign("/messages/new"),
        lambda town: previewed(campaign("/messages/new"), "participants", town),
        (Mailing,),
    ),
    Form(
        "message about a date",
        "lena",
        OBSERVANCE,
        lambda town: previewed(OBSERVANCE, "participants", town),
        (Mailing,),
    ),
)
