"""Tables that people open in a spreadsheet program, and what such a program would run of them."""

import csv
import io
from collections.abc import Iterable, Iterator

from scheduler.normal_forms import normal_form

BYTE_ORDER_MARK = "\ufeff"
"""What a file begins with that spreadsheet programs open: Excel takes one without for one in the local code page, and
breaks every accent."""

_STARTS = frozenset("=+-@\t\r\n")
_CALLS = frozenset("(|!")


def plain_cell(text: str) -> str:
    """Return text that no spreadsheet program takes for a formula: one that could be is marked with a quote.

    As OWASP has it ("CSV Injection", read 26 November 2026); full-width signs count, and what stands after spaces.
    """
    start = normal_form("NFKC", text.lstrip(" \u00a0"))[:1]
    return f"'{text}" if start and start in _STARTS else text


def runs_in_spreadsheets(text: str) -> bool:
    """Say whether a spreadsheet program could run what the text begins with.

    Posts begin with a handle (`@`), a dash or a plus; a formula that does so needs a call, a pipe or a sheet after it,
    in whichever line: line ends are spaces to it.
    """
    if plain_cell(text) == text:
        return False
    start = text.lstrip(" \u00a0")[:1]
    return start not in "@-+" or not _CALLS.isdisjoint(text)


def table_parts(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield a table as comma-separated values (RFC 4180), a row at a time; no cell of it is a formula."""
    yield BYTE_ORDER_MARK
    for row in rows:
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerow([plain_cell(cell) for cell in row])
        yield out.getvalue()


def table(rows: Iterable[Iterable[str]]) -> str:
    """Return the same as a whole."""
    return "".join(table_parts(rows))
