"""Owns the checks of an observance's written values: slug, name, topics, address, hashtags."""

import re
import unicodedata
from collections.abc import Iterable

from scheduler.addresses import is_web_address
from scheduler.countries import COUNTRIES
from scheduler.messages import N_, Message, message, shown
from scheduler.normal_forms import normal_form
from scheduler.observances.domain.vocabulary import Scope, Topic
from scheduler.observances.rules.support.periods import MAX_YEAR, MIN_YEAR

MAX_SLUG_CHARS = 120
MAX_NAME_CHARS = 200
MAX_CREDIT_CHARS = 300
MAX_URL_CHARS = 500
MAX_HASHTAGS = 12
MAX_HASHTAG_CHARS = 100
MAX_SOURCES = 20
MAX_SOURCE_CHARS = 500

# Words that stand where a slug would in addresses of our own.
RESERVED_SLUGS = frozenset({"catalogue", "import", "new", "years"})

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_YEAR = re.compile(r"[0-9]{4}")
# A spreadsheet that opens an export would run a cell that begins so; the wide forms count as the narrow ones.
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# Format characters that words need: soft joiners of Persian and Indian scripts, and of emoji.
_WANTED_FORMAT = frozenset({"\u200c", "\u200d"})
_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


class InvalidValueError(ValueError):
    """A written value cannot be used; the message says why and belongs beside its field."""

    def __init__(self, code: str, message: Message) -> None:
        super().__init__(message.render())
        self.code = code
        self.message = message


def read_line(text: str, most_chars: int) -> str:
    """One line of text in Unicode's composed form, without blanks around it; may be empty.

    Raises:
        InvalidValueError: control or invisible characters (NUL, line breaks, writing direction), too long, or a first
            character that a spreadsheet would take for a formula.
    """
    line = normal_form("NFC", text).strip(" ")
    hidden = next((place for place, char in enumerate(line) if _is_hidden(char)), None)
    if hidden is not None:
        raise InvalidValueError("hidden_characters", _hidden_message(line, hidden))
    if len(line) > most_chars:
        raise InvalidValueError("too_long", message(N_("Shorten this to %(most)d characters."), most=most_chars))
    if line.startswith(_FORMULA_STARTS):
        raise InvalidValueError(
            "formula", message(N_("A spreadsheet would run this as a formula. Begin with a letter."))
        )
    return line


def _is_hidden(char: str) -> bool:
    return unicodedata.category(char) in _UNWANTED and char not in _WANTED_FORMAT


def _hidden_message(line: str, place: int) -> Message:
    char = line[place]
    code = f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()
    before = "".join(char for char in line[max(0, place - 20) : place] if not _is_hidden(char)).strip()
    if not before:
        return message(
            N_("Remove the hidden character or line break %(code)s at the start: this is one line of text."), code=code
        )
    return message(
        N_("Remove the hidden character or line break %(code)s after “%(before)s”: this is one line of text."),
        code=code,
        before=before,
    )


def read_slug(text: str) -> str:
    """The name of an observance in addresses.

    Raises:
        InvalidValueError: not small letters, digits and single hyphens; too long; or a word that addresses need.
    """
    slug = text.strip(" ")
    if not _SLUG.fullmatch(slug) or len(slug) > MAX_SLUG_CHARS:
        why = message(
            N_(
                "Use lower-case letters a to z, digits and single hyphens, such as world-day; at most %(most)d "
                "characters."
            ),
            most=MAX_SLUG_CHARS,
        )
        raise InvalidValueError("not_a_slug", why)
    if slug in RESERVED_SLUGS:
        raise InvalidValueError("reserved", message(N_("This word is reserved for a page. Choose another.")))
    return slug


def read_name(text: str) -> str:
    """The name, one line, not empty.

    Raises:
        InvalidValueError: empty, or as read_line() says.
    """
    name = read_line(text, MAX_NAME_CHARS)
    if not name:
        raise InvalidValueError("missing", message(N_("Enter the name of the observance.")))
    return name


def read_credit(text: str) -> str:
    """Who established or organises it; may be empty.

    Raises:
        InvalidValueError: as read_line() says.
    """
    return read_line(text, MAX_CREDIT_CHARS)


def read_scope(text: str) -> Scope:
    """How far the observance reaches.

    Raises:
        InvalidValueError: none of the scopes.
    """
    try:
        return Scope(text.strip(" "))
    except ValueError:
        why = message(N_("Use one of: %(choices)s."), choices=", ".join(Scope))
        raise InvalidValueError("not_a_choice", why) from None


def read_country(text: str) -> str:
    """A country's code of ISO 3166-1 in capitals; may be empty.

    Raises:
        InvalidValueError: not an assigned two-letter code.
    """
    code = text.strip(" ")
    if code and code not in COUNTRIES:
        raise InvalidValueError(
            "no_such_country", message(N_("Use a two-letter country code of ISO 3166-1, such as PH."))
        )
    return code


def check_country_fits(scope: Scope, country: str) -> None:
    """A national observance has a country, every other has none.

    Raises:
        InvalidValueError: about the country.
    """
    if scope is Scope.NATIONAL and not country:
        raise InvalidValueError("missing", message(N_("A national observance needs its country, such as PH.")))
    if scope is not Scope.NATIONAL and country:
        why = message(N_("Only a national observance has a country. Leave this empty, or change the scope."))
        raise InvalidValueError("not_national", why)


def read_topics(text: str) -> tuple[Topic, ...]:
    """Topics with semicolons between them; at least one, none twice, in the order written.

    Raises:
        InvalidValueError: none, one twice, or a word that is no topic.
    """
    written = _pieces(text)
    if not written:
        raise InvalidValueError("missing", message(N_("Give at least one topic.")))
    unknown = next((piece for piece in written if piece not in set(Topic)), None)
    if unknown is not None:
        why = message(N_('"%(text)s" is not a topic. Use: %(choices)s.'), text=shown(unknown), choices=", ".join(Topic))
        raise InvalidValueError("not_a_choice", why)
    _refuse_twice(written)
    return tuple(Topic(piece) for piece in written)


def read_first_year(text: str) -> int | None:
    """The year in which it was first held; None when empty.

    Raises:
        InvalidValueError: not a year of four digits from MIN_YEAR to MAX_YEAR.
    """
    year = text.strip(" ")
    if not year:
        return None
    if not _YEAR.fullmatch(year) or not MIN_YEAR <= int(year) <= MAX_YEAR:
        why = message(
            N_("Enter a year from %(lowest)d to %(highest)d, or leave it empty."), lowest=MIN_YEAR, highest=MAX_YEAR
        )
        raise InvalidValueError("not_a_year", why)
    return int(year)


def read_url(text: str) -> str:
    """The address of a web page; may be empty.

    Raises:
        InvalidValueError: not http or https, without a host, with a user name, with blanks, or too long.
    """
    url = text.strip(" ")
    if not url or (len(url) <= MAX_URL_CHARS and is_web_address(url)):
        return url
    why = message(
        N_("Enter a web address that begins with https:// or http://, at most %(most)d characters."), most=MAX_URL_CHARS
    )
    raise InvalidValueError("not_a_web_address", why)


def read_hashtags(text: str) -> tuple[str, ...]:
    """Hashtags with semicolons between them, each with its #; may be none; in the order written.

    Raises:
        InvalidValueError: a piece that is no hashtag, one twice, or too many.
    """
    written = _pieces(text)
    bad = next((tag for tag in written if not _is_hashtag(tag)), None)
    if bad is not None:
        why = message(
            N_('"%(text)s" is not a hashtag. Write # followed by letters and digits, such as #GivingTuesday.'),
            text=shown(bad),
        )
        raise InvalidValueError("not_a_hashtag", why)
    _refuse_twice([tag.casefold() for tag in written])
    if len(written) > MAX_HASHTAGS:
        raise InvalidValueError("too_many", message(N_("Give at most %(most)d hashtags."), most=MAX_HASHTAGS))
    return tuple(written)


def _is_hashtag(tag: str) -> bool:
    # Letters of many scripts need marks (Hindi vowels) or joiners (Persian), which \w does not know.
    kinds = {"J" if char in _WANTED_FORMAT | {"_"} else unicodedata.category(char)[0] for char in tag[1:]}
    return tag.startswith("#") and "L" in kinds and kinds <= {"L", "M", "N", "J"} and len(tag) <= MAX_HASHTAG_CHARS


def read_sources(text: str) -> tuple[str, ...]:
    """Where the values were read, with semicolons between the sources; may be none.

    Raises:
        InvalidValueError: too many, or a source that read_line() refuses.
    """
    written = _pieces(text)
    if len(written) > MAX_SOURCES:
        raise InvalidValueError("too_many", message(N_("Give at most %(most)d sources."), most=MAX_SOURCES))
    return tuple(read_line(piece, MAX_SOURCE_CHARS) for piece in written)


def _pieces(text: str) -> list[str]:
    return [piece.strip(" ") for piece in text.split(";") if piece.strip(" ")]


def _refuse_twice(written: Iterable[str]) -> None:
    seen: set[str] = set()
    for piece in written:
        if piece in seen:
            raise InvalidValueError("twice", message(N_('"%(text)s" is listed twice. Remove one.'), text=shown(piece)))
        seen.add(piece)
