"""Copy that says that a step of a bill is still to come, or has been taken, when its milestones say otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from scheduler.content.checks.protocol import CitedBill, Draft, Finding, Passage, prose
from scheduler.content.domain.bill_sentences import BillName, sentences_on_bills
from scheduler.content.domain.sentences import quotation_spans, span_at
from scheduler.messages import N_, Message, message

_DONE, _NOT_DONE, _OVER = "done", "not_done", "over"
_TO_COME = r"(?:will|would|is to|are to|is (?:due|set|scheduled|expected) to|are (?:due|set|scheduled|expected) to)"
_VOTES = frozenset({"committee_vote", "floor_vote"})


@dataclass(frozen=True, slots=True)
class _Wording:
    """A wording, and the kinds of milestones that it says are to come; with `says_done`, that they have happened."""

    pattern: regex.Pattern[str]
    kinds: frozenset[str]
    says_done: bool = False


def _wording(pattern: str, *kinds: str, says_done: bool = False) -> _Wording:
    return _Wording(regex.compile(rf"(?i)\b(?:{pattern})\b"), frozenset(kinds), says_done)


_WORDINGS = (
    _wording(
        rf"{_TO_COME} (?:vote|be voted)|(?:upcoming|coming|next|ahead of the|before the|awaits? an?) (?:\w+ )?vote",
        *_VOTES,
    ),
    _wording(rf"{_TO_COME} be (?:re)?introduced|{_TO_COME} introduce", "introduced"),
    _wording(rf"{_TO_COME} (?:hold|have) an? (?:\w+ )?hearing|upcoming hearing", "hearing"),
    _wording(
        rf"{_TO_COME} (?:sign|be signed)|awaits? (?:[\w’']+ ){{0,3}}signature|(?:heads|goes) to the president", "signed"
    ),
    _wording(r"(?:was|has been|is) (?:signed into|now) law|became law|has become law", "signed", says_done=True),
)
_PENDING = regex.compile(
    r"(?i)\b(?:is|remains|are|remain) (?:still )?(?:pending|before (?:the )?\w+)|\bvote for\b|\bpass\b"
)


class BillStage:
    """English sentences about a bill that the item cites, compared with its milestones up to the day of publication."""

    slug = "bill_stage"
    label = message(N_("Stage of a bill"))

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Yield each passage that the milestones contradict; what somebody said is left alone."""
        if draft.is_published or not draft.bills:
            return
        for passage in prose(draft):
            if passage.may_be_in("en"):
                yield from _found(passage, draft.bills)

    def advice(self, finding: Finding) -> Message:
        """Say what is entered of the bill."""
        what, number = finding.details
        text = {
            _DONE: N_("By its milestones, %(number)s has taken this step. Say what happened."),
            _NOT_DONE: N_("No such milestone of %(number)s is entered. Check it, or enter the milestone."),
            _OVER: N_("By its milestones, %(number)s was withdrawn or has lapsed."),
        }[what]
        return message(text, number=number)


def _found(passage: Passage, bills: tuple[CitedBill, ...]) -> Iterator[Finding]:
    names = [BillName(bill.number, bill.title) for bill in bills]
    quotations, place = quotation_spans(passage.text), 0
    for sentence in sentences_on_bills(passage.text, names):
        place = max(passage.text.find(sentence, place), place)
        for bill in _meant(sentence, bills):
            found = _contradiction(sentence, bill)
            if found is not None and not span_at(quotations, place + found[1]):
                # Who lets one sentence pass has not agreed to another, nor to what happens to the bill afterwards.
                basis = f"{sentence} {sorted(bill.happened)} {sorted(bill.ahead)}"
                yield Finding(passage.field, found[2], passage.number, (found[0], bill.number), basis=basis)


def _meant(sentence: str, bills: tuple[CitedBill, ...]) -> tuple[CitedBill, ...]:
    """Return the bills that a sentence names; one that names none speaks of the only one there is."""
    if len(bills) == 1:
        return bills
    return tuple(bill for bill in bills if _squeezed(bill.number) in _squeezed(sentence))


def _squeezed(text: str) -> str:
    return "".join(text.split()).replace(".", "").casefold()


def _contradiction(sentence: str, bill: CitedBill) -> tuple[str, int, str] | None:
    """Return what is wrong, and where in the sentence, with the words."""
    if bill.happened & {"withdrawn", "lapsed"} and (over := _PENDING.search(sentence)):
        return _OVER, over.start(), over.group()
    for wording in _WORDINGS:
        found = wording.pattern.search(sentence)
        if found is None:
            continue
        if wording.says_done and not bill.happened & wording.kinds:
            return _NOT_DONE, found.start(), found.group()
        if not wording.says_done and bill.happened & wording.kinds and not bill.ahead & wording.kinds:
            return _DONE, found.start(), found.group()
    return None
