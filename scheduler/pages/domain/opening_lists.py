"""Reads the lists that a coordinator types when a coalition starts: organisations, and people to invite."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scheduler.accounts.domain.addresses import BadAddressError, clean_address
from scheduler.accounts.domain.roles import MemberRole

MOST_LINES = 300
NAME_MAX_CHARS = 160
ROLE_WORDS = {role.value: role for role in MemberRole}


class Fault(StrEnum):
    """What is wrong with a line."""

    TOO_MANY_LINES = "too_many_lines"
    TOO_LONG = "too_long"
    TWICE = "twice"
    TAKEN = "taken"
    NOT_THREE_PARTS = "not_three_parts"
    BAD_ADDRESS = "bad_address"
    UNKNOWN_ORGANISATION = "unknown_organisation"
    UNKNOWN_ROLE = "unknown_role"
    THERE_ALREADY = "there_already"


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that cannot be taken: its number (from 1), what is wrong, and the words that are."""

    line: int
    fault: Fault
    words: str = ""


@dataclass(frozen=True, slots=True)
class Invitee:
    """One line of people: a clean address, an organisation's id, a role; `line` counts from 1."""

    line: int
    email: str
    organisation_id: int
    role: MemberRole


def read_names(text: str, taken: Sequence[str]) -> tuple[list[str], list[Problem]]:
    """Return the names, one a line, and what is wrong with any.

    Args:
        text: as typed; blank lines are left out.
        taken: names that nobody can have any more, whatever their case.
    """
    seen = {name.casefold(): Fault.TAKEN for name in taken}
    names: list[str] = []
    problems: list[Problem] = []
    for number, name in _lines(text):
        fault = Fault.TOO_LONG if len(name) > NAME_MAX_CHARS else seen.get(name.casefold())
        if fault is None:
            names.append(name)
            seen[name.casefold()] = Fault.TWICE
        else:
            problems.append(Problem(number, fault, name[:NAME_MAX_CHARS]))
    return names, problems + _too_many(names)


def read_invitees(text: str, organisations: Mapping[str, int]) -> tuple[list[Invitee], list[Problem]]:
    """Return who is to be invited, from lines of `address, organisation, role`, and what is wrong with any.

    Args:
        text: as typed; blank lines are left out, parts are parted by commas, semicolons or tabs, and a missing role
            is member. The name of an organisation may itself hold commas.
        organisations: ids by name; case makes no difference.
    """
    ids = {", ".join(_parts(name)).casefold(): ident for name, ident in organisations.items()}
    found: list[Invitee] = []
    problems: list[Problem] = []
    for number, line in _lines(text):
        read = _invitee(number, line, ids)
        if isinstance(read, Problem):
            problems.append(read)
        elif any((other.email, other.organisation_id) == (read.email, read.organisation_id) for other in found):
            problems.append(Problem(number, Fault.TWICE, read.email))
        else:
            found.append(read)
    return found, problems + _too_many(found)


def _lines(text: str) -> list[tuple[int, str]]:
    return [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]


def _too_many(kept: Sequence[object]) -> list[Problem]:
    return [Problem(MOST_LINES + 1, Fault.TOO_MANY_LINES)] if len(kept) > MOST_LINES else []


def _invitee(number: int, line: str, ids: Mapping[str, int]) -> Invitee | Problem:
    parts = _parts(line)
    role = ROLE_WORDS.get(parts[-1].casefold()) if len(parts) > 2 else None
    place = ", ".join(parts[1:] if role is None else parts[1:-1])
    if len(parts) < 2 or not place.strip(", "):
        return Problem(number, Fault.NOT_THREE_PARTS, line[:NAME_MAX_CHARS])
    try:
        email = clean_address(parts[0])
    except BadAddressError:
        return Problem(number, Fault.BAD_ADDRESS, parts[0][:NAME_MAX_CHARS])
    if place.casefold() not in ids:
        return _misplaced(number, parts, ids)
    return Invitee(number, email, ids[place.casefold()], role or MemberRole.MEMBER)


def _parts(line: str) -> list[str]:
    return [part.strip() for part in line.replace(";", ",").replace("\t", ",").split(",")]


def _misplaced(number: int, parts: Sequence[str], ids: Mapping[str, int]) -> Problem:
    """Tell an unknown organisation from a known one that is followed by an unknown role."""
    if ", ".join(parts[1:-1]).casefold() in ids:
        return Problem(number, Fault.UNKNOWN_ROLE, parts[-1][:NAME_MAX_CHARS])
    return Problem(number, Fault.UNKNOWN_ORGANISATION, ", ".join(parts[1:])[:NAME_MAX_CHARS])
