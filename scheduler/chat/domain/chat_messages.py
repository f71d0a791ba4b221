"""What is posted to a chat room, before a platform writes it its own way."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

MOST_LINES, MOST_CHARS = 15, 160
"""Lines of one message, and characters of a line's title: Teams refuses messages of more than 28 kB (Microsoft Learn,
"Limits and specifications for Teams", read 27 November 2026), and nobody reads more in a room."""


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One thing: its title, where it leads ("" for nowhere), and what else is said of it."""

    title: str
    link: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChatSection:
    """Lines under a heading; "" for none."""

    heading: str
    lines: tuple[ChatLine, ...]


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """A message: what it is about, its sections, and a last line that leads to the whole."""

    title: str
    sections: tuple[ChatSection, ...] = ()
    last: ChatLine | None = None

    @property
    def line_count(self) -> int:
        """How many lines it has, without title, headings and the last one."""
        return sum(len(section.lines) for section in self.sections)

    def shortened(self, most: int = MOST_LINES) -> "ChatMessage":
        """Return it with its first lines alone, and their titles cut where they are long."""
        return replace(self, sections=tuple(_first(self.sections, most)))

    def plain(self) -> str:
        """Return it as text without marks: for notifications, and for what shows nothing else."""
        lines = [self.title]
        for section in self.sections:
            lines += [section.heading] if section.heading else []
            lines += [f"• {line_text(line)}" for line in section.lines]
        lines += [line_text(self.last)] if self.last else []
        return "\n".join(lines)


def line_text(line: ChatLine) -> str:
    """Return a line with its note and without its link."""
    return f"{line.title} – {line.note}" if line.note else line.title


def _first(sections: Iterable[ChatSection], most: int) -> Iterable[ChatSection]:
    left = most
    for section in sections:
        lines = tuple(replace(line, title=_cut(line.title)) for line in section.lines[:left])
        left -= len(lines)
        if lines:
            yield replace(section, lines=lines)


def _cut(title: str) -> str:
    return title if len(title) <= MOST_CHARS else f"{title[: MOST_CHARS - 1].rstrip()}…"
