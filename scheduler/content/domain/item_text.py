"""The text of a content item: the value that organisations sign, and its canonical form."""

import json
import re
from dataclasses import dataclass, fields, replace

from scheduler.content.domain.quotes import Quote
from scheduler.content.domain.threads import is_blank
from scheduler.normal_forms import normal_form

# Raise it only together with a migration of the stored text and hashes: another format voids every sign-off.
CANONICAL_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Variant:
    """The text for a channel, a language or an organisation; an empty part means "for any".

    `channel` is a slug of the channel registry, `language` a BCP 47 tag such as `fr` or `pt-BR`.
    """

    channel: str
    language: str
    text: str
    organisation_id: int | None = None

    @property
    def place(self) -> tuple[str, str, int]:
        """Return what the variant is for, as a key that sorts; 0 stands for "any organisation"."""
        return (self.channel, self.language, self.organisation_id or 0)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that is published with the text; `sha256` is the hexadecimal digest of its bytes."""

    name: str
    sha256: str
    alt_text: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class ItemText:
    """Everything that is published and therefore signed: not the time, the owner or the tasks.

    `body` is Markdown, and so are the call to action and the parts after the end of a release. `hashtags` stand without
    their sign, in the order in which they are published; so do quotes, which are printed after the body.
    `length` is that of a video, as `domain/video_length.py` writes it.
    """

    title: str = ""
    subhead: str = ""
    byline: str = ""
    byline_role: str = ""
    content_warning: str = ""
    disclaimer: str = ""
    dateline: str = ""
    body: str = ""
    editors_note: str = ""
    call_to_action: str = ""
    call_to_action_link: str = ""
    hashtags: tuple[str, ...] = ()
    notes_to_editors: str = ""
    boilerplate: str = ""
    media_contact: str = ""
    first_published: str = ""
    length: str = ""
    captions: str = ""
    photo_credit: str = ""
    alt_text: str = ""
    variants: tuple[Variant, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    quotes: tuple[Quote, ...] = ()


_ROWS = frozenset({"variants", "attachments", "quotes"})
_ROW_FIELDS = {row: tuple(field.name for field in fields(row)) for row in (Variant, Attachment, Quote)}
TEXT_FIELDS = tuple(field.name for field in fields(ItemText) if field.name not in _ROWS)
"""The fields that hold one text for all places, in the order of the form."""

_LATER_FIELDS = frozenset(
    ("subhead", "dateline", "editors_note", "call_to_action_link", "notes_to_editors", "boilerplate", "media_contact")
) | {"first_published", "captions", "length", "quotes"}
"""Those that the canonical form leaves out when they are empty: texts of before them keep their form and their hash."""


# One line of ASCII without spaces at its end, as most fields hold: nothing of it changes.
_IS_NORMAL = re.compile(r"(?:[ -~]*[!-~])?")


def normalise_text(text: str) -> str:
    r"""Return the text in the one form that is stored, shown, copied and hashed.

    Unicode NFC; line ends are `\n`; spaces and tabs at the end of every line go (a typed line break is a line break
    without them); blank lines at both ends of the text go. Spaces inside a line and at its start stay, as do
    no-break spaces, which French and other typography needs.
    """
    if _IS_NORMAL.fullmatch(text):
        return text
    unified = normal_form("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.rstrip(" \t") for line in unified.split("\n")).strip("\n")


def normalise(text: ItemText) -> ItemText:
    """Return the text in the form to store: every text normalised, blank variants and hashtags left out.

    Variants are sorted by what they are for, because their order has no meaning; the order of hashtags, attachments
    and quotes is what readers see, and stays.
    """
    texts = {name: normalise_text(getattr(text, name)) for name in TEXT_FIELDS if name != "hashtags"}
    hashtags = (normalise_text(hashtag) for hashtag in text.hashtags)
    variants = (_normalise_variant(variant) for variant in text.variants)
    return replace(
        text,
        **texts,
        hashtags=tuple(hashtag for hashtag in hashtags if hashtag),
        variants=tuple(sorted((variant for variant in variants if not is_blank(variant.text)), key=_variant_order)),
        attachments=tuple(_normalise_attachment(attachment) for attachment in text.attachments),
        quotes=tuple(quote for quote in map(_normalise_quote, text.quotes) if quote.text),
    )


def canonical_json(text: ItemText) -> str:
    """Return the normalised text as JSON that is the same for the same text: sorted keys, ASCII only, no spaces."""
    normal = normalise(text)
    values = {name: getattr(normal, name) for name in TEXT_FIELDS}
    values |= {name: [_as_dict(row) for row in getattr(normal, name)] for name in _ROWS}
    kept = {name: value for name, value in values.items() if value or name not in _LATER_FIELDS}
    content = {"format": CANONICAL_FORMAT, **kept}
    return json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def _as_dict(row: Variant | Attachment | Quote) -> dict[str, object]:
    return {name: getattr(row, name) for name in _ROW_FIELDS[type(row)]}


def text_from_json(text: str) -> ItemText:
    """Return the text that `canonical_json` wrote.

    Raises:
        ValueError: the text is not canonical JSON of a known format.
    """
    try:
        content = json.loads(text)
        if content.pop("format") != CANONICAL_FORMAT:
            raise ValueError("unknown format of words")
        content["hashtags"] = tuple(content["hashtags"])
        content["variants"] = tuple(Variant(**variant) for variant in content["variants"])
        content["attachments"] = tuple(Attachment(**attachment) for attachment in content["attachments"])
        content["quotes"] = tuple(Quote(**quote) for quote in content.get("quotes", ()))
        return ItemText(**content)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError("not the canonical JSON of words") from error


def has_text(text: ItemText) -> bool:
    """Say whether there is anything to review: a body, captions, or the text of a variant.

    A title alone is an idea, and so are separators of a thread with nothing between them.
    """
    return has_main_text(text) or any(not is_blank(variant.text) for variant in text.variants)


def has_main_text(text: ItemText) -> bool:
    """Say whether there is text for all places: a body or captions."""
    return not (is_blank(text.body) and is_blank(text.captions))


def variant_for(text: ItemText, channel: str, language: str = "", organisation_id: int | None = None) -> Variant | None:
    """Return the variant that fits a publication best, or None when the body is meant.

    A variant fits when each part that it names is the one asked for. Of those that fit, the one that names most
    wins; between equals the channel counts before the organisation, and that before the language.
    """
    fitting = [variant for variant in text.variants if _fits(variant, channel, language, organisation_id)]
    return max(fitting, key=_precision, default=None)


def _fits(variant: Variant, channel: str, language: str, organisation_id: int | None) -> bool:
    return (
        not is_blank(variant.text)
        and variant.channel in ("", channel)
        and variant.language in ("", language)
        and variant.organisation_id in (None, organisation_id)
    )


def _precision(variant: Variant) -> tuple[int, bool, bool, bool]:
    named = (bool(variant.channel), variant.organisation_id is not None, bool(variant.language))
    return (sum(named), *named)


def _variant_order(variant: Variant) -> tuple[tuple[str, str, int], str]:
    return (variant.place, variant.text)


def _normalise_variant(variant: Variant) -> Variant:
    return replace(variant, text=normalise_text(variant.text))


def _normalise_quote(quote: Quote) -> Quote:
    return Quote(*map(normalise_text, (quote.text, quote.speaker, quote.role, quote.organisation)))


def _normalise_attachment(attachment: Attachment) -> Attachment:
    return Attachment(
        name=normalise_text(attachment.name),
        sha256=attachment.sha256.lower(),
        alt_text=normalise_text(attachment.alt_text),
        credit=normalise_text(attachment.credit),
    )
