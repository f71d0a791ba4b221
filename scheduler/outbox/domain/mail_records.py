"""What a domain's SPF, DKIM and DMARC records lack for its mail to be trusted.

SPF: RFC 7208. DKIM: RFC 6376, with the length of keys that RFC 8301 asks for. DMARC: RFC 7489, and its parents as in
DMARCbis section 4.10.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from scheduler.messages import shown

MOST_NAMES = 10
"""That one SPF record may make receivers ask for, with all that it includes (RFC 7208 section 4.6.4)."""

SHORTEST_KEY_BYTES = 162
"""Of an RSA key of 1024 bits, as it stands in the record."""

TextsOf = Callable[[str], Sequence[str]]
"""Returns the TXT records of a name, none if it has none; raises LookUpError."""

_ASKS = re.compile(r"[+~?-]?(include|a|mx|ptr|exists)(?=[:/]|$)|redirect(?==)")


class LookUpError(Exception):
    """Nobody could say what a name has; the text is the kind of failure."""


class Verdict(StrEnum):
    """What a finding means, as it stands before it."""

    GOOD = "Good"
    WANTING = "Wanting"
    UNKNOWN = "Unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, and what to do about it unless it is good."""

    verdict: Verdict
    text: str


def findings(
    domain: str, selector: str | None, texts_of: TextsOf, is_ours: Callable[[str], bool] | None = None
) -> Iterator[Finding]:
    """Yield what is found of a sender's domain; a name that cannot be looked up hides nothing of the others.

    `is_ours` says whether a DKIM record holds the key that belongs to the one that mail is signed with here.
    """
    for name, find in (
        ("SPF", partial(_spf, domain, texts_of)),
        ("DKIM", partial(_dkim, domain, selector, texts_of, is_ours)),
        ("DMARC", partial(_dmarc, domain, texts_of)),
    ):
        try:
            finding = find()
        except LookUpError as error:
            text = f"DNS did not answer ({error}). Try again, or ask from another network."
            finding = Finding(Verdict.UNKNOWN, text)
        yield Finding(finding.verdict, f"{name}: {finding.text}")


def _spf(domain: str, texts_of: TextsOf) -> Finding:
    records = _spf_records(domain, texts_of)
    if not records:
        advice = (
            f'Add a TXT record at {domain}, such as "v=spf1 include:NAME ~all" with the name that your provider says.'
        )
        return _wanting(f"{domain} has no record, so receivers cannot tell which servers may send for it. {advice}")
    if len(records) > 1:
        return _wanting(f"{domain} has {len(records)} records, and then none counts. Keep one.")
    terms = records[0].lower().split()[1:]
    if terms and terms[-1] in {"all", "+all"}:
        return _wanting(f"the record lets every server send for {domain}. End it with ~all or -all instead of +all.")
    if not any(term in {"-all", "~all"} or term.startswith("redirect=") for term in terms):
        return _wanting(
            f"the record does not say that other servers may not send for {domain}. End it with ~all or -all."
        )
    asked = _names_asked(records[0], texts_of, {domain})
    if asked > MOST_NAMES:
        return _wanting(f"the record asks for more than {MOST_NAMES} names, and then it does not count. Take some out.")
    return _good(f"{domain} says which servers may send for it: {shown(records[0])} See that yours is among them.")


def _spf_records(domain: str, texts_of: TextsOf) -> list[str]:
    return [text for text in texts_of(domain) if text.lower() == "v=spf1" or text.lower().startswith("v=spf1 ")]


def _names_asked(record: str, texts_of: TextsOf, seen: set[str]) -> int:
    """Count the names that receivers ask for, up to one more than they may."""
    asked = 0
    for term in record.lower().split()[1:]:
        if not _ASKS.match(term):
            continue
        asked += 1
        kind, _sign, name = term.lstrip("+~?-").replace("=", ":", 1).partition(":")
        if kind in {"include", "redirect"} and "%" not in name and name not in seen and len(seen) <= MOST_NAMES:
            seen.add(name)
            asked += sum(_names_asked(inner, texts_of, seen) for inner in _spf_records(name, texts_of)[:1])
    return min(asked, MOST_NAMES + 1)


def _dkim(domain: str, selector: str | None, texts_of: TextsOf, is_ours: Callable[[str], bool] | None) -> Finding:
    if selector is None:
        where = "It is what follows s= in the DKIM-Signature of an email that you got from here."
        return Finding(Verdict.UNKNOWN, f"say with --selector which key to look at. {where}")
    name = f"{selector}._domainkey.{domain}"
    texts = [text for text in texts_of(name) if "p" in _tags(text)]
    if not texts:
        return _wanting(
            f"{name} has no key, so signatures cannot be checked. Publish the one that your provider shows."
        )
    if len(texts) > 1:
        return _wanting(f"{name} has {len(texts)} keys, and receivers may take any of them. Keep one.")
    found = _dkim_record(name, _tags(texts[0]))
    if found.verdict is Verdict.GOOD and is_ours is not None and not is_ours(texts[0]):
        advice = "Publish the public key that belongs to SCHEDULER_DKIM_KEY_FILE."
        return _wanting(f"the key at {name} does not belong to the one that email is signed with here. {advice}")
    return found


def _dkim_record(name: str, tags: dict[str, str]) -> Finding:
    key = re.sub(r"\s", "", tags["p"])
    if not key:
        return _wanting(f"the key at {name} was withdrawn (p= is empty). Sign with another selector.")
    if "y" in tags.get("t", "").split(":"):
        return _wanting(f"the key at {name} is marked as a test, so receivers may ignore it. Take t=y out.")
    return _dkim_key(name, tags.get("k", "rsa"), key)


def _dkim_key(name: str, kind: str, key: str) -> Finding:
    try:
        size = len(base64.b64decode(key, validate=True))
    except binascii.Error:
        return _wanting(f"the key at {name} cannot be read. Publish it again, whole and without quotation marks.")
    if kind == "rsa" and size < SHORTEST_KEY_BYTES:
        return _wanting(f"the key at {name} is shorter than 1024 bits, and is not believed. Make one of 2048 bits.")
    return _good(f"there is a key at {name}.")


def _dmarc(domain: str, texts_of: TextsOf) -> Finding:
    labels = domain.split(".")
    for start in range(max(len(labels) - 1, 1)):
        name = f"_dmarc.{'.'.join(labels[start:])}"
        records = [tags for text in texts_of(name) if (tags := _tags(text)).get("v") == "DMARC1"]
        if len(records) > 1:
            return _wanting(f"{name} has {len(records)} records, and then none counts. Keep one.")
        if records:
            return _dmarc_policy(name, records[0], is_own=not start)
    advice = f'Add a TXT record at _dmarc.{domain}, for a start "v=DMARC1; p=none; rua=mailto:ADDRESS".'
    return _wanting(f"{domain} has no record, which large providers ask of senders. {advice}")


def _dmarc_policy(name: str, tags: dict[str, str], *, is_own: bool) -> Finding:
    policy = (tags.get("p", "") if is_own else tags.get("sp") or tags.get("p", "")).lower()
    if policy not in {"none", "quarantine", "reject"}:
        return _wanting(f"the record at {name} has no policy. Add p=none, p=quarantine or p=reject.")
    reports = "" if tags.get("rua") else " Add rua=mailto:ADDRESS to get reports of what fails."
    if policy == "none":
        advice = "Once your own mail passes, change it to p=quarantine."
        return _good(f"the record at {name} only watches (p=none), so forged mail still arrives. {advice}{reports}")
    return _good(f"the record at {name} asks receivers to {policy} forged mail.{reports}")


def _tags(text: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): value.strip() for name, sign, value in pairs if sign}


def _good(text: str) -> Finding:
    return Finding(Verdict.GOOD, text)


def _wanting(text: str) -> Finding:
    return Finding(Verdict.WANTING, text)
