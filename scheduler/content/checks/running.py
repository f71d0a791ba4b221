"""Runs the checks over copy, once for each text and plan, and says by a hash what they have found."""

import hashlib
import json
from dataclasses import astuple, fields, replace
from itertools import islice
from threading import Lock

from cachetools import LRUCache, cached

from scheduler.content.checks.protocol import Check, Draft, Finding
from scheduler.content.checks.registry import CHECKS
from scheduler.content.domain.item_text import canonical_json

# Of one check; whoever has mended these sees the next.
MOST_FINDINGS = 20
# Texts in use, so that one is checked once and not at every look: a long one takes a moment, what is found is small.
KEPT_TEXTS = 512

Findings = tuple[tuple[Check, tuple[Finding, ...]], ...]


def findings_of(draft: Draft) -> Findings:
    """Return what each check finds, one more than `MOST_FINDINGS` at most, in the order of the registry."""
    return tuple(zip(CHECKS, _found(draft), strict=True))


def findings_hash(found: tuple[Finding, ...], draft: Draft) -> str:
    """Return what stands for the findings of one check: another text has the same as long as it finds the same.

    What is offered makes no difference. Where there is more than is looked at, it stands for the exact text.
    """
    more = text_hash(draft) if len(found) > MOST_FINDINGS else ""
    return hashlib.sha256(json.dumps([[astuple(replace(one, offer="")) for one in found], more]).encode()).hexdigest()


def text_hash(draft: Draft) -> str:
    """Return what stands for the exact text."""
    return hashlib.sha256(canonical_json(draft.text).encode()).hexdigest()


def _key(draft: Draft) -> tuple[object, ...]:
    """Return all that the checks look at; a text by its hash, for it may be long."""
    rest = (getattr(draft, field.name) for field in fields(draft) if field.name != "text")
    return (text_hash(draft), *rest)


@cached(LRUCache(KEPT_TEXTS), _key, Lock())
def _found(draft: Draft) -> tuple[tuple[Finding, ...], ...]:
    return tuple(tuple(islice(check.find(draft), MOST_FINDINGS + 1)) for check in CHECKS)
