"""Slack, by an incoming webhook.

Blocks and escaping: docs.slack.dev, "Sending messages using incoming webhooks", "Rich text block" and "Formatting
message text", read 27 November 2026.
"""

from typing import Any

from scheduler.chat.domain.chat_messages import ChatLine, ChatMessage, ChatSection
from scheduler.chat.platforms.protocol import Payload


class Slack:
    """Posts rich text, in which nothing is a mark; its plain text stands in notifications."""

    name = "slack"
    label = "Slack"
    example = "https://hooks.slack.com/services/T…/B…/…"

    def payload(self, message: ChatMessage) -> Payload:
        """Return text for notifications, and blocks for the room. Slack is to fetch none of the links."""
        elements: list[dict[str, Any]] = [_section([_text(message.title, bold=True)])]
        for section in message.sections:
            elements += _elements(section)
        if message.last is not None:
            elements.append(_section(_line(message.last)))
        block = {"type": "rich_text", "elements": elements}
        return {"text": _escaped(message.plain()), "blocks": [block], "unfurl_links": False, "unfurl_media": False}


def _elements(section: ChatSection) -> list[dict[str, Any]]:
    items = [_section(_line(line)) for line in section.lines]
    listed = {"type": "rich_text_list", "style": "bullet", "elements": items}
    return [_section([_text(section.heading)]), listed] if section.heading else [listed]


def _section(elements: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": elements}


def _line(line: ChatLine) -> list[dict[str, Any]]:
    title = {"type": "link", "url": line.link, "text": line.title} if line.link else _text(line.title)
    return [title, _text(f" – {line.note}")] if line.note else [title]


def _text(text: str, *, bold: bool = False) -> dict[str, Any]:
    element: dict[str, Any] = {"type": "text", "text": text}
    return element | {"style": {"bold": True}} if bold else element


def _escaped(text: str) -> str:
    """Take its meaning from what would call people or lead elsewhere, such as `<!channel>`."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
