"""Copy for the checks to look at."""

from datetime import date
from typing import Any

from scheduler.content.checks.protocol import Check, Draft, Finding
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind

KEY_DAY = date(2027, 7, 30)


def found(
    check: Check, body: str = "", *, kind: Kind = Kind.POST, publish_on: date | None = KEY_DAY, **text: Any
) -> list[Finding]:
    return list(check.find(Draft(ItemText(body=body, **text), kind, publish_on)))


def quotes(check: Check, body: str, **rest: Any) -> list[str]:
    return [finding.quote for finding in found(check, body, **rest)]
