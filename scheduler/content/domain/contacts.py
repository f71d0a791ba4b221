"""Whether a text says how somebody can be reached: an address for mail, or a telephone number."""

import regex

# Bounded, and not begun within itself, so that time is linear in the text.
_MAIL = regex.compile(r"(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_TELEPHONE = regex.compile(r"\+?[0-9][0-9()./ \-]{6,20}[0-9]")
# What looks like a telephone number and is a day, or two years.
_DATE = regex.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{4}|\d{4} ?[-/] ?\d{4}")


def has_contact(text: str) -> bool:
    """Say whether there is an address for mail or a telephone number in a text."""
    return _MAIL.search(text) is not None or any(
        not _DATE.fullmatch(found.group().strip()) for found in _TELEPHONE.finditer(text)
    )
