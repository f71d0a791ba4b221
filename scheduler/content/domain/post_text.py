"""The exact text to copy for a channel, put together from the item's text."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.markdown import plain_text
from scheduler.content.domain.quotes import said
from scheduler.content.domain.release import dated, end_mark
from scheduler.content.domain.threads import in_one, is_blank, parts
from scheduler.content.domain.web_links import find_links


@dataclass(frozen=True, slots=True)
class Labels:
    """The headings that introduce a part of the text, in its language."""

    content_warning: str = "Content warning"
    photo: str = "Photo"
    notes_to_editors: str = "Notes to editors"
    media_contact: str = "Media contact"
    first_published: str = "First published"


ENGLISH = Labels()


def post_text(text: ItemText, variant_text: str | None = None, labels: Labels = ENGLISH) -> str:
    """Return the text of a social post: warning, body, call to action, hashtags; the title stays inside.

    A variant is published exactly as it was written: nothing is put before or after it. A blank one counts as none.
    """
    return _variant(variant_text) or _joined(warning_line(text, labels), bare_post_text(text))


def bare_post_text(text: ItemText, variant_text: str | None = None, labels: Labels = ENGLISH) -> str:
    """Return the text of a post without its warning, for a network that has a field of its own for it."""
    del labels
    return _variant(variant_text) or _joined(plain_text(text.body), call_text(text), hashtag_line(text.hashtags))


def article_text(text: ItemText, variant_text: str | None = None, labels: Labels = ENGLISH) -> str:
    """Return the text of a longer piece, its parts in the order in which the press sets them.

    Title and subhead, warning, disclaimer, byline, the text with its dateline, quotes, call to action, editor's note,
    hashtags; after the end mark notes to editors, boilerplate and contact; where it was first published, and the photo.
    A variant replaces all of it, as for a post.
    """
    return _variant(variant_text) or _joined(
        text.title,
        text.subhead,
        warning_line(text, labels),
        text.disclaimer,
        ", ".join(part for part in (text.byline, text.byline_role) if part),
        plain_text(dated(text)),
        *map(said, text.quotes),
        call_text(text),
        text.editors_note,
        hashtag_line(text.hashtags),
        end_mark(text),
        _headed(labels.notes_to_editors, text.notes_to_editors),
        plain_text(text.boilerplate),
        _headed(labels.media_contact, text.media_contact),
        f"{labels.first_published}: {text.first_published}" if text.first_published else "",
        f"{labels.photo}: {text.photo_credit}" if text.photo_credit else "",
    )


def thread_texts(text: ItemText, variant_text: str | None, compose: Callable[[ItemText], str]) -> tuple[str, ...]:
    """Return the texts of the posts of a thread, at least one.

    The warning stands in the first, call to action and hashtags in the last. A variant is published as it was written,
    its separators left out.

    Args:
        text: of the item.
        variant_text: what is published instead, as for a post.
        compose: puts the text of one post together.
    """
    if _variant(variant_text):
        return parts(_variant(variant_text))
    pieces = parts(text.body) or ("",)
    last = len(pieces) - 1
    return tuple(
        compose(thread_post(text, piece, is_first=index == 0, is_last=index == last))
        for index, piece in enumerate(pieces)
    )


def thread_post(text: ItemText, body: str, *, is_first: bool, is_last: bool) -> ItemText:
    """Return what one post of a thread is put together from."""
    return replace(
        text,
        body=body,
        content_warning=text.content_warning if is_first else "",
        call_to_action=text.call_to_action if is_last else "",
        call_to_action_link=text.call_to_action_link if is_last else "",
        hashtags=text.hashtags if is_last else (),
    )


def text_in_one(text: ItemText, variant_text: str | None, compose: Callable[[ItemText], str]) -> str:
    """Return a post for a network that knows no threads: its parts below each other, without separators."""
    own = _variant(variant_text)
    return in_one(own) if own else compose(replace(text, body=in_one(text.body)))


def warning_line(text: ItemText, labels: Labels = ENGLISH) -> str:
    """Return the content warning as a line of its own, or an empty text."""
    return f"{labels.content_warning}: {text.content_warning}" if text.content_warning else ""


def call_text(item_text: ItemText) -> str:
    """Return the call to action as it is pasted, its link behind it unless the text holds that."""
    text, link = plain_text(item_text.call_to_action), item_text.call_to_action_link
    return text if _holds_link(text, link) else " ".join(part for part in (text, link) if part)


def call_markdown(item_text: ItemText) -> str:
    """Return the call to action as Markdown, with its link."""
    text, link = item_text.call_to_action, item_text.call_to_action_link
    return text if _holds_link(text, link) else " ".join(part for part in (text, f"<{link}>") if part)


def _holds_link(text: str, link: str) -> bool:
    """Say whether a text holds the link as a whole: not as the beginning of a longer address."""
    return not link or any(found.text == link for found in find_links(text))


def hashtag_line(hashtags: tuple[str, ...]) -> str:
    """Return the hashtags with their signs, in the order in which they are published."""
    return " ".join(f"#{hashtag}" for hashtag in hashtags)


def _headed(label: str, text: str) -> str:
    return f"{label}\n{plain_text(text)}" if text.strip() else ""


def _variant(variant_text: str | None) -> str:
    return variant_text if variant_text and not is_blank(variant_text) else ""


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part.strip())
