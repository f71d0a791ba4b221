"""Sentences that a new milestone of a bill may make wrong: those that name the bill, and those on how far it is.

Which sentences speak of a procedure is known for English alone; a number or a title is found in any language.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from scheduler.content.domain.sentences import sentence_spans

_PARLIAMENT = (
    r"bills?|acts?|law(?:makers?)?|legislation|legislat(?:ors?|ures?)|measure|resolution|directive|regulation|amendment"
    r"|congress|parliament|senate|senators?|house|(?:sub)?committee|chamber|assembly|floor|representatives|mps?|president"
)
_PROCEDURE = (
    r"vot(?:e[sd]?|ing)|pass(?:ed|es|age|ing)?|advanc(?:e[sd]?|ing)|approv(?:e[sd]?|al|ing)|adopt(?:ed|s|ion)?"
    r"|(?:re-?)?introduc(?:e[sd]?|ing|tion)|hearings?|mark(?:ed|s|ing)?[ -]?up|sign(?:ed|s|ing)?|enact\w*"
    r"|stall(?:ed|s)?|pending|await(?:s|ed|ing)?|laps(?:e[sd]?|ing)|expir(?:e[sd]?|ing)|withdr[ae]wn?|reject(?:ed|s)?"
    r"|defeat(?:ed|s)?|report(?:ed|s) (?:out|favou?rably)|clear(?:ed|s)?|unanimous(?:ly)?|reconcil(?:e[sd]?|iation)"
    r"|(?:sent|heads?|goes|moves?|moved|returns?|returned) to|next step|table[sd]?|delay(?:ed|s)?|scheduled?|scheduling"
)
_ABOUT_PARLIAMENT = regex.compile(rf"\b(?:{_PARLIAMENT})\b", regex.IGNORECASE)
_ABOUT_PROCEDURE = regex.compile(rf"\b(?:{_PROCEDURE})\b", regex.IGNORECASE)
_COUNT_OF_VOTE = regex.compile(r"(?<![\d-])\d{1,4}(?:\s?[-–—]\s?|\s(?:to|against)\s)\d{1,4}(?![\d-])", regex.IGNORECASE)
_OF_A_VOTE = regex.compile(r"\b(?:vot|pass|approv|adopt|roll.call|committee|floor|senate|house)", regex.IGNORECASE)
_SHORT_TITLE = regex.compile(r"\((?:the )?[“\"]?([\p{Lu}\d][\p{Lu}\p{Ll}\d&.-]*(?: Act| Bill)?)[”\"]?\)")
_GAP = r"[\s.\u00a0-]*+"


@dataclass(frozen=True, slots=True)
class BillName:
    """What a bill is called: its number as written, and its title, which may hold a short one in brackets."""

    number: str
    title: str


def sentences_on_bills(text: str, bills: Collection[BillName]) -> Iterator[str]:
    """Yield the sentences that name one of the bills or speak of a procedure, each once, in the order of the text."""
    names = [_name_pattern(bill) for bill in bills]
    seen = set[str]()
    for start, end in sentence_spans(text):
        sentence = text[start:end].strip()
        if sentence and sentence not in seen and (any(name.search(sentence) for name in names) or _on_stage(sentence)):
            seen.add(sentence)
            yield sentence


def _on_stage(sentence: str) -> bool:
    if _COUNT_OF_VOTE.search(sentence) and _OF_A_VOTE.search(sentence):
        return True
    return bool(_ABOUT_PARLIAMENT.search(sentence) and _ABOUT_PROCEDURE.search(sentence))


@lru_cache(512)
def _name_pattern(bill: BillName) -> regex.Pattern[str]:
    """Return what finds a bill: `H.R. 2732` as `HR2732` too, its title, and the short title in brackets."""
    short = [found for found in _SHORT_TITLE.findall(bill.title) if len(found) > 2]
    title = regex.sub(r"\s*\([^)]*\)", "", bill.title).strip()
    names = [_spelled(bill.number), *(r"\s++".join(map(regex.escape, one.split())) for one in (title, *short) if one)]
    return regex.compile(rf"(?<![\p{{L}}\d])(?:{'|'.join(names)})(?![\p{{L}}\d])", regex.IGNORECASE)


def _spelled(number: str) -> str:
    """Return a pattern for a number whatever stands between its letters and its digits, as `H.R. 2732`."""
    parts = regex.findall(r"\d+|\p{L}|[^\d\p{L}\s.-]", number)
    return _GAP.join(regex.escape(part) for part in parts) or r"(?!)"
