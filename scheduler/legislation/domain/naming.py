"""When two names mean the same bill."""

import re

_WORD = re.compile(r"[^\W_]+")


def bill_key(jurisdiction: str, number: str) -> str:
    """Return what two spellings of one bill share: `US Congress, H.R. 1234` and `us congress, hr 1234`.

    Case, spaces and punctuation make no difference; the jurisdiction and the number are kept apart.
    """
    return f"{_squeezed(jurisdiction)}|{_squeezed(number)}"


def _squeezed(text: str) -> str:
    # A name of signs alone is kept as it is, so that it stays a name.
    return "".join(_WORD.findall(text.casefold())) or text.casefold().strip()
