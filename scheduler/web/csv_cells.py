"""Cells of tables that people open in a spreadsheet program."""

from scheduler.normal_forms import normal_form

_STARTS = frozenset("=+-@\t\r\n")


def plain_cell(text: str) -> str:
    """Return text that no spreadsheet program takes for a formula: one that could be is marked with a quote.

    As OWASP has it ("CSV Injection", read 26 November 2026); full-width signs count, and what stands after spaces.
    """
    start = normal_form("NFKC", text.lstrip(" \u00a0"))[:1]
    return f"'{text}" if start and start in _STARTS else text
