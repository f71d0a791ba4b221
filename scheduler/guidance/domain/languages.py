"""Languages in which terms are written, by what each calls itself."""

from functools import cache

from babel import Locale

_CODES = """
    ar bg bn cs da de el en es et fa fi fil fr hi hr hu id it ja km ko lt lv mk ms my nb ne nl pl pt ro ru sk sl sq sr
    sv sw ta th tr uk ur vi zh
"""

CODES = tuple(_CODES.split())


@cache
def language_name(code: str) -> str:
    """Return what a language calls itself, with its code where nobody knows."""
    try:
        name = Locale.parse(code).get_display_name(code)
    except ValueError:
        name = None
    return f"{name} ({code})" if name else code
