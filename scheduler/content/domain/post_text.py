"""The exact text to copy for a channel, put together from the words."""

from dataclasses import dataclass

from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.markdown import plain_text


@dataclass(frozen=True, slots=True)
class Labels:
    """The words that introduce a part of the text, in the language of the text."""

    content_warning: str = "Content warning"
    photo: str = "Photo"


ENGLISH = Labels()


def post_text(words: ItemText, variant_text: str | None = None, labels: Labels = ENGLISH) -> str:
    """Return the text of a social post: warning, body, call to action, hashtags; the title stays inside.

    A variant is published exactly as it was written: nothing is put before or after it. A blank one counts as none.
    """
    return _variant(variant_text) or _joined(warning_line(words, labels), bare_post_text(words))


def bare_post_text(words: ItemText, variant_text: str | None = None, labels: Labels = ENGLISH) -> str:
    """Return the text of a post without its warning, for a network that has a field of its own for it."""
    del labels
    return _variant(variant_text) or _joined(
        plain_text(words.body), plain_text(words.call_to_action), hashtag_line(words.hashtags)
    )


def article_text(words: ItemText, variant_text: str | None = None, labels: Labels = ENGLISH) -> str:
    """Return the text of a longer piece: title, warning, disclaimer, byline, body, call to action, hashtags, photo.

    A variant replaces all of it, as for a post.
    """
    return _variant(variant_text) or _joined(
        words.title,
        warning_line(words, labels),
        words.disclaimer,
        ", ".join(part for part in (words.byline, words.byline_role) if part),
        bare_post_text(ItemText(body=words.body, call_to_action=words.call_to_action)),
        hashtag_line(words.hashtags),
        f"{labels.photo}: {words.photo_credit}" if words.photo_credit else "",
    )


def warning_line(words: ItemText, labels: Labels = ENGLISH) -> str:
    """Return the content warning as a line of its own, or an empty text."""
    return f"{labels.content_warning}: {words.content_warning}" if words.content_warning else ""


def hashtag_line(hashtags: tuple[str, ...]) -> str:
    """Return the hashtags with their signs, in the order in which they are published."""
    return " ".join(f"#{hashtag}" for hashtag in hashtags)


def _variant(variant_text: str | None) -> str:
    return variant_text if variant_text and variant_text.strip() else ""


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part.strip())
