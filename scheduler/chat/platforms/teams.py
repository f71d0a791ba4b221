"""Microsoft Teams, by a workflow that starts when a webhook request is received.

Envelope and card: Microsoft Learn, "Create and send messages" and adaptivecards.io (version 1.4), read 27 November
2026. The older message card is refused by workflows.
"""

from typing import Any

from scheduler.chat.domain.chat_messages import ChatLine, ChatMessage
from scheduler.chat.platforms.protocol import Payload


class Teams:
    """Posts an Adaptive Card of rich text blocks: a text block would take typed signs for marks."""

    name = "teams"
    label = "Microsoft Teams"
    example = "https://….logic.azure.com/workflows/…"

    def payload(self, message: ChatMessage) -> Payload:
        """Return a message with one card."""
        body = [_block([_run(message.title, weight="Bolder", size="Medium")])]
        for section in message.sections:
            if section.heading:
                body.append(_block([_run(section.heading, weight="Bolder")], spacing="Medium"))
            body += [_block([_run("• "), *_line(line)], spacing="Small") for line in section.lines]
        if message.last is not None:
            body.append(_block(_line(message.last), spacing="Medium"))
        card = {
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard",
            "version": "1.4",
            "fallbackText": message.title,
            "body": body,
        }
        attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
        return {"type": "message", "attachments": [attachment]}


def _block(runs: list[dict[str, Any]], **style: str) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": runs, **style}


def _line(line: ChatLine) -> list[dict[str, Any]]:
    title = _run(line.title)
    if line.link:
        title["selectAction"] = {"type": "Action.OpenUrl", "url": line.link}
    return [title, _run(f" – {line.note}")] if line.note else [title]


def _run(text: str, **style: str) -> dict[str, Any]:
    return {"type": "TextRun", "text": text, **style}
