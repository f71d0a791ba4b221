"""The kinds of content item, and what the form of each asks for."""

from dataclasses import dataclass
from enum import StrEnum

from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.quotes import MAX_QUOTE_CHARS


class Kind(StrEnum):
    """What is planned to come out."""

    POST = "post"
    PRESS_RELEASE = "press_release"
    OP_ED = "op_ed"
    NEWSLETTER = "newsletter"
    STATEMENT = "statement"
    ARTICLE = "article"
    VIDEO = "video"


class Field(StrEnum):
    """A field of the form; all but outlet and exclusivity are text, which organisations sign."""

    TITLE = "title"
    SUBHEAD = "subhead"
    DATELINE = "dateline"
    BODY = "body"
    QUOTES = "quotes"
    EDITORS_NOTE = "editors_note"
    BYLINE = "byline"
    BYLINE_ROLE = "byline_role"
    HASHTAGS = "hashtags"
    CALL_TO_ACTION = "call_to_action"
    CALL_TO_ACTION_LINK = "call_to_action_link"
    NOTES_TO_EDITORS = "notes_to_editors"
    BOILERPLATE = "boilerplate"
    MEDIA_CONTACT = "media_contact"
    FIRST_PUBLISHED = "first_published"
    CAPTIONS = "captions"
    LENGTH = "length"
    CONTENT_WARNING = "content_warning"
    DISCLAIMER = "disclaimer"
    PHOTO_CREDIT = "photo_credit"
    ALT_TEXT = "alt_text"
    OUTLET = "outlet"
    EXCLUSIVE_UNTIL = "exclusive_until"


class LinkRule(StrEnum):
    """What has to be recorded when an item is published."""

    REQUIRED = "required"
    LINK_OR_REASON = "link_or_reason"


# Most code points that a field takes: generous for people, and cheap to compare, count and render.
MAX_CHARS: dict[Field, int] = {
    Field.TITLE: 300,
    Field.SUBHEAD: 300,
    Field.DATELINE: 160,
    Field.BODY: 100_000,
    Field.QUOTES: MAX_QUOTE_CHARS,
    Field.EDITORS_NOTE: 1_000,
    Field.BYLINE: 300,
    Field.BYLINE_ROLE: 300,
    Field.HASHTAGS: 1_000,
    Field.CALL_TO_ACTION: 1_000,
    Field.CALL_TO_ACTION_LINK: 2_000,
    Field.NOTES_TO_EDITORS: 10_000,
    Field.BOILERPLATE: 10_000,
    Field.MEDIA_CONTACT: 3_000,
    Field.FIRST_PUBLISHED: 500,
    Field.CAPTIONS: 20_000,
    Field.LENGTH: 10,
    Field.CONTENT_WARNING: 500,
    Field.DISCLAIMER: 1_000,
    Field.PHOTO_CREDIT: 300,
    Field.ALT_TEXT: 2_000,
    Field.OUTLET: 160,
}

_ALWAYS = (Field.TITLE, Field.BODY, Field.CONTENT_WARNING)
_PICTURE = (Field.PHOTO_CREDIT, Field.ALT_TEXT)
_CALL = (Field.CALL_TO_ACTION, Field.CALL_TO_ACTION_LINK)
_SOCIAL = (Field.HASHTAGS, *_CALL)
_AUTHOR = (Field.SUBHEAD, Field.BYLINE, Field.BYLINE_ROLE)
_SIGNED_PIECE = (Field.DISCLAIMER, Field.EDITORS_NOTE, Field.FIRST_PUBLISHED)
_FOR_PRESS = (Field.NOTES_TO_EDITORS, Field.BOILERPLATE, Field.MEDIA_CONTACT)
# What goes out by mail has no web address of its own.
_CHANNELS_WITHOUT_LINK = frozenset({"press_list", "newsletter"})


@dataclass(frozen=True, slots=True)
class KindSpec:
    """What a kind asks for.

    `fields` in the order of the form; `required` before the text goes to review; `channels` those that the form
    offers first; `in_print` when it may come out on paper alone.
    """

    fields: tuple[Field, ...]
    channels: tuple[str, ...]
    required: frozenset[Field] = frozenset({Field.TITLE})
    in_print: bool = False


KINDS: dict[Kind, KindSpec] = {
    Kind.POST: KindSpec(
        fields=(*_ALWAYS, *_SOCIAL, *_PICTURE),
        channels=("x", "bluesky", "mastodon", "threads", "linkedin", "instagram", "facebook"),
    ),
    Kind.PRESS_RELEASE: KindSpec(
        fields=(*_ALWAYS, Field.SUBHEAD, Field.DATELINE, Field.QUOTES, *_FOR_PRESS, *_SOCIAL, *_PICTURE),
        channels=("press_list", "website"),
    ),
    Kind.OP_ED: KindSpec(
        fields=(
            *_ALWAYS, *_AUTHOR, Field.OUTLET, Field.EXCLUSIVE_UNTIL, *_SIGNED_PIECE, *_SOCIAL, *_PICTURE,
        ),
        channels=("website",),
        required=frozenset({Field.TITLE, Field.BYLINE}),
        in_print=True,
    ),
    Kind.NEWSLETTER: KindSpec(fields=(*_ALWAYS, *_CALL, *_PICTURE), channels=("newsletter",)),
    Kind.STATEMENT: KindSpec(
        fields=(*_ALWAYS, Field.QUOTES, Field.BOILERPLATE, Field.MEDIA_CONTACT, *_SOCIAL),
        channels=("website", "press_list"),
    ),
    Kind.ARTICLE: KindSpec(
        fields=(*_ALWAYS, *_AUTHOR, *_SIGNED_PIECE, *_SOCIAL, *_PICTURE), channels=("website",)
    ),
    Kind.VIDEO: KindSpec(
        fields=(*_ALWAYS, Field.LENGTH, Field.CAPTIONS, *_SOCIAL, *_PICTURE),
        channels=("instagram", "facebook", "website"),
    ),
}  # fmt: skip


PITCHED = frozenset({Kind.OP_ED, Kind.ARTICLE})
"""Kinds that are offered to outlets."""


def link_rule(kind: Kind, channel: str) -> LinkRule:
    """Say whether a publication on this channel needs a web address, or may give a reason for having none.

    A release to a press list and a newsletter go out by mail, an op-ed may be in print alone; all else has an address.
    """
    if KINDS[kind].in_print or channel in _CHANNELS_WITHOUT_LINK:
        return LinkRule.LINK_OR_REASON
    return LinkRule.REQUIRED


def missing_fields(kind: Kind, text: ItemText) -> tuple[Field, ...]:
    """Return the fields that the kind requires before review and that are empty, in the order of the form."""
    spec = KINDS[kind]
    return tuple(name for name in spec.fields if name in spec.required and not str(getattr(text, name)).strip())
