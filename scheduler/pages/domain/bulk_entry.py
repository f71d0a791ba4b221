"""Reads the lists that a coordinator types when a coalition starts: organisations, and people to invite."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scheduler.accounts.domain.addresses import BadAddressError, clean_address
from scheduler.accounts.domain.names import Blemish, blemish_of, normalise_name
from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.domain.skeletons import keys_of

MOST_LINES = 300
NAME_MAX_CHARS = 160
ROLES_BY_NAME = {role.value: role for role in MemberRole}


class LineError(StrEnum):
    """What is wrong with a line."""

    BLEMISHED = "blemished"

    TOO_MANY_LINES = "too_many_lines"
    TOO_LONG = "too_long"
    TWICE = "twice"
    CLOSED = "closed"
    LOOKS_LIKE = "looks_like"
    NOT_THREE_PARTS = "not_three_parts"
    BAD_ADDRESS = "bad_address"
    UNKNOWN_ORGANISATION = "unknown_organisation"
    UNKNOWN_ROLE = "unknown_role"
    THERE_ALREADY = "there_already"
    LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that cannot be taken: its number (from 1), what is wrong, and the text that is.

    `other` is the name that they look like, `blemish` what may not stand in a name.
    """

    line: int
    fault: LineError
    text: str = ""
    other: str = ""
    blemish: Blemish | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation that is there: its name, and whether it has closed."""

    name: str
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Invitee:
    """One line of people: a clean address, an organisation's id, a role; `line` counts from 1."""

    line: int
    email: str
    organisation_id: int
    role: MemberRole


def read_names(text: str, there: Collection[str], claimed: Mapping[str, Known]) -> tuple[list[str], list[Problem]]:
    """Return the names that are new, one a line, and what is wrong with any.

    Names of open organisations, typed as they are whatever the case, are left out: a list may be sent twice.

    Args:
        text: as typed; blank lines are left out.
        there: the names of open organisations.
        claimed: by key (`accounts.domain.skeletons.keys_of`), who has a name that nobody else can have.
    """
    left_alone = {normalise_name(name).casefold() for name in there}
    seen = dict(claimed)
    typed: set[str] = set()
    names: list[str] = []
    problems: list[Problem] = []
    for number, line in _lines(text):
        name = normalise_name(line)
        if name.casefold() in left_alone - typed:
            typed.add(name.casefold())
            continue
        problem = _problem_with(number, name, seen, typed)
        if problem is not None:
            problems.append(problem)
            continue
        typed.add(name.casefold())
        names.append(name)
        seen |= dict.fromkeys(keys_of(name), Known(name))
    return names, problems + _too_many(names)


def _problem_with(number: int, name: str, seen: Mapping[str, Known], typed: Collection[str]) -> Problem | None:
    text = name[:NAME_MAX_CHARS]
    if len(name) > NAME_MAX_CHARS:
        return Problem(number, LineError.TOO_LONG, text)
    # Whoever types such a list is a coordinator, who knows whose Change.org is.
    blemish = blemish_of(name, may_be_domain=True)
    if blemish is not None:
        return Problem(number, LineError.BLEMISHED, text, blemish=blemish)
    if name.casefold() in typed:
        return Problem(number, LineError.TWICE, text)
    other = next((seen[key] for key in sorted(keys_of(name)) if key in seen), None)
    if other is None:
        return None
    return Problem(number, LineError.CLOSED if other.is_closed else LineError.LOOKS_LIKE, text, other.name)


def read_invitees(text: str, organisations: Mapping[str, int]) -> tuple[list[Invitee], list[Problem]]:
    """Return who is to be invited, from lines of `address, organisation, role`, and what is wrong with any.

    Args:
        text: as typed; blank lines are left out, parts are parted by commas, semicolons or tabs, and a missing role
            is member. The name of an organisation may itself hold commas.
        organisations: ids by name; case makes no difference.
    """
    ids = {", ".join(_parts(normalise_name(name))).casefold(): ident for name, ident in organisations.items()}
    found: list[Invitee] = []
    problems: list[Problem] = []
    for number, line in _lines(text):
        read = _invitee(number, line, ids)
        if not isinstance(read, Invitee):
            problems += read
        elif any((other.email, other.organisation_id) == (read.email, read.organisation_id) for other in found):
            problems.append(Problem(number, LineError.TWICE, read.email))
        else:
            found.append(read)
    return found, problems + _too_many(found)


def _lines(text: str) -> list[tuple[int, str]]:
    return [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]


def _too_many(kept: Sequence[object]) -> list[Problem]:
    return [Problem(MOST_LINES + 1, LineError.TOO_MANY_LINES)] if len(kept) > MOST_LINES else []


def _invitee(number: int, line: str, ids: Mapping[str, int]) -> Invitee | list[Problem]:
    """Return who a line names, or everything that is wrong with it."""
    parts = _parts(line)
    role = ROLES_BY_NAME.get(parts[-1].casefold()) if len(parts) > 2 else None
    place = ", ".join(parts[1:] if role is None else parts[1:-1])
    if len(parts) < 2 or not place.strip(", "):
        return [Problem(number, LineError.NOT_THREE_PARTS, line[:NAME_MAX_CHARS])]
    problems: list[Problem] = []
    email = ""
    try:
        email = clean_address(parts[0])
    except BadAddressError:
        problems.append(Problem(number, LineError.BAD_ADDRESS, parts[0][:NAME_MAX_CHARS]))
    if place.casefold() not in ids:
        problems.append(_misplaced(number, parts, ids))
    return problems or Invitee(number, email, ids[place.casefold()], role or MemberRole.MEMBER)


def _parts(line: str) -> list[str]:
    return [normalise_name(part) for part in line.replace(";", ",").replace("\t", ",").split(",")]


def _misplaced(number: int, parts: Sequence[str], ids: Mapping[str, int]) -> Problem:
    """Tell an unknown organisation from a known one that is followed by an unknown role."""
    if ", ".join(parts[1:-1]).casefold() in ids:
        return Problem(number, LineError.UNKNOWN_ROLE, parts[-1][:NAME_MAX_CHARS])
    return Problem(number, LineError.UNKNOWN_ORGANISATION, ", ".join(parts[1:])[:NAME_MAX_CHARS])
