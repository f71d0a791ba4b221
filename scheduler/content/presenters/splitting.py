"""What the editor says when copy was to be split into a thread."""

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from scheduler.content.channels.registry import CHANNELS
from scheduler.content.channels.splitting import MAX_SPLIT_CHARS, SplitCopy, split_text
from scheduler.content.domain.item_text import ItemText
from scheduler.content.labels import channel_name
from scheduler.web.template_filters import number


@dataclass(frozen=True, slots=True)
class SplitProposal:
    """The copy as it is proposed, not saved; and what there is to say, its `tone` that of a notice."""

    text: ItemText
    tone: str
    heading: str
    lines: tuple[str, ...]


def split_proposal(text: ItemText, slugs: Collection[str]) -> SplitProposal:
    """Return the typed copy of a post cut for those of its item's channels that have threads; it may take seconds."""
    found = split_text(text, slugs)
    problems = tuple(_problems(found))
    tone = "warning" if problems else "success" if found.added else "info"
    lines = (_("Nothing is saved yet. Look at where each post ends, then save."),) if found.added else ()
    return SplitProposal(found.text, tone, _heading(found, problems), (*lines, *problems))


def _heading(found: SplitCopy, problems: tuple[str, ...]) -> str:
    if found.added:
        return ngettext("%(num)s line with --- added", "%(num)s lines with --- added", found.added)
    return _("Nothing was split") if problems else _("Nothing to split: every post fits")


def _problems(found: SplitCopy) -> list[str]:
    if not found.knows_threads:
        names = ", ".join(channel.name for channel in CHANNELS.values() if channel.has_threads)
        return [_("None of the channels in the details has threads. These have: %(channels)s.", channels=names)]
    problems = []
    if found.is_unread:
        limit = number(MAX_SPLIT_CHARS)
        problems.append(
            _("Copy of more than %(limit)s characters, channel versions included, is not split.", limit=limit)
        )
    if found.too_long:
        places = ", ".join(channel_name(channel.slug) for channel in found.too_long)
        problems.append(
            _(
                "A post is still over the limit for: %(places)s. There is no place to split it: a link, a word, a "
                "heading or words in bold may be too long, or the call to action and hashtags leave no room.",
                places=places,
            )
        )
    return problems
