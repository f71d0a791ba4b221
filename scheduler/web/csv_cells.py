"""Cells of tables that people open in a spreadsheet program."""

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
