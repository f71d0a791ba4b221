"""Hashtags as a person types them, read into the list that is published."""

from dataclasses import dataclass
from enum import StrEnum

import regex

from scheduler.normal_forms import normal_form

# Bluesky takes 64 characters for a tag (app.bsky.feed.post, read on 2026-11-21); no network that we plan for, fewer
# than the 50 of a Threads topic.
MAX_TAG_CHARS = 64
MAX_TAGS = 30

# Marks of writing direction come along when Arabic or Hebrew is pasted; nobody can see or remove them.
_INVISIBLE = regex.compile(r"[\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069\uFEFF\u00AD]")
_SEPARATOR = regex.compile(r"[\s#＃﹟,;，、；،؛﹐]+")
_TAG = regex.compile(r"[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_·・\u200C\u200D]*[\p{L}\p{M}\p{N}_])?")
_LETTER = regex.compile(r"\p{L}")
_CONTROL = regex.compile(r"[\p{Cc}\p{Cs}]")


class HashtagProblemCode(StrEnum):
    """What is wrong with a hashtag; `too_many` is about the list."""

    INVALID_CHARACTERS = "invalid_characters"
    NO_LETTER = "no_letter"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class HashtagProblem:
    """What is wrong, and with which tag, as it may be shown; the first tag too many for `too_many`."""

    code: HashtagProblemCode
    tag: str


@dataclass(frozen=True, slots=True)
class HashtagInput:
    """What was read: the good tags without their sign, and what is wrong with the others."""

    tags: tuple[str, ...]
    problems: tuple[HashtagProblem, ...]


def parse_hashtags(typed: str) -> HashtagInput:
    """Return the hashtags in what a person typed, in order, each once.

    Spaces, line breaks and commas of any script separate; the sign (`#` or full-width `＃`) may be missing. Tags that
    differ only in case are the same, and the first spelling stays. A tag is letters, marks, digits and underscores of
    any script with at least one letter, at most 64 characters; at most 30 tags.
    """
    tags: dict[str, str] = {}
    problems: dict[HashtagProblem, None] = {}
    for piece in _SEPARATOR.split(_INVISIBLE.sub("", normal_form("NFC", typed))):
        if not piece:
            continue
        problem = _problem(piece, len(tags), is_new=piece.casefold() not in tags)
        if problem is None:
            tags.setdefault(piece.casefold(), piece)
        elif problem.code not in {known.code for known in problems} or problem.code is not HashtagProblemCode.TOO_MANY:
            problems.setdefault(problem)
    return HashtagInput(tuple(tags.values()), tuple(problems))


def _problem(tag: str, known: int, *, is_new: bool) -> HashtagProblem | None:
    shown = _CONTROL.sub("\ufffd", tag[:MAX_TAG_CHARS])
    if not _TAG.fullmatch(tag):
        return HashtagProblem(HashtagProblemCode.INVALID_CHARACTERS, shown)
    if not _LETTER.search(tag):
        return HashtagProblem(HashtagProblemCode.NO_LETTER, shown)
    if len(tag) > MAX_TAG_CHARS:
        return HashtagProblem(HashtagProblemCode.TOO_LONG, shown + "…")
    if is_new and known >= MAX_TAGS:
        return HashtagProblem(HashtagProblemCode.TOO_MANY, shown)
    return None
