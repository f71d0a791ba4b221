"""Matrix, by an inbound webhook of matrix-hookshot, the bridge that gives rooms one.

Fields: matrix-org.github.io/matrix-hookshot, "Webhooks", read 27 November 2026. `html` is what rooms show; `text` is
for clients that show none, and would be read as Markdown if it came alone.
"""

from collections.abc import Iterable

from markupsafe import Markup, escape

from scheduler.chat.domain.chat_messages import ChatLine, ChatMessage
from scheduler.chat.platforms.protocol import Payload


class Matrix:
    """Posts HTML beside plain text."""

    name = "matrix"
    label = "Matrix (Hookshot)"
    example = "https://…/webhook/…"

    def payload(self, message: ChatMessage) -> Payload:
        """Return both writings. `@room` calls everybody by its plain text alone, so it is parted there."""
        return {"text": message.plain().replace("@", "@\u2060"), "html": str(Markup("").join(_html(message)))}


def _html(message: ChatMessage) -> Iterable[Markup]:
    yield Markup("<strong>{}</strong>").format(message.title)
    for section in message.sections:
        if section.heading:
            yield Markup("<p>{}</p>").format(section.heading)
        items = (Markup("<li>{}</li>").format(_line(line)) for line in section.lines)
        yield Markup("<ul>{}</ul>").format(Markup("").join(items))
    if message.last is not None:
        yield Markup("<p>{}</p>").format(_line(message.last))


def _line(line: ChatLine) -> Markup:
    title = Markup('<a href="{}">{}</a>').format(line.link, line.title) if line.link else escape(line.title)
    return title + (f" – {line.note}" if line.note else "")
