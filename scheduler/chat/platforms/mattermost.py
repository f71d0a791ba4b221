"""Mattermost, by an incoming webhook.

Fields, marks and calls: developers.mattermost.com, "Incoming webhooks", and docs.mattermost.com, "Format messages" and
"Mention people", read 27 November 2026.
"""

import re
from collections.abc import Iterable

from scheduler.chat.domain.chat_messages import ChatLine, ChatMessage
from scheduler.chat.platforms.protocol import Payload

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~:$])")
# A name after an at sign is called, whatever stands before it; so are words with a sign of their own in them.
_CALLS = re.compile(r"@")
_JOINER = "\u2060"


class Mattermost:
    """Posts Markdown; in what people have typed nothing is a mark."""

    name = "mattermost"
    label = "Mattermost"
    example = "https://…/hooks/…"

    def payload(self, message: ChatMessage) -> Payload:
        """Return the text of the message."""
        return {"text": "\n".join(_lines(message))}


def _lines(message: ChatMessage) -> Iterable[str]:
    yield f"**{_escaped(message.title)}**"
    for section in message.sections:
        if section.heading:
            yield ""
            yield _escaped(section.heading)
        yield ""
        yield from (f"- {_line(line)}" for line in section.lines)
    if message.last is not None:
        yield ""
        yield _line(message.last)


def _line(line: ChatLine) -> str:
    title = f"[{_escaped(line.title)}]({line.link})" if line.link else _escaped(line.title)
    return f"{title} – {_escaped(line.note)}" if line.note else title


def _escaped(text: str) -> str:
    return _CALLS.sub(f"@{_JOINER}", _MARKS.sub(r"\\\1", text))
