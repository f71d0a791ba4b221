"""What pages say, so that two of them can be compared."""

import re

# Signed with the second it was made in, so two pages of the same text differ by it now and then.
_TOKEN = re.compile(r'name="csrf_token"[^>]* value="[^"]+"')


def without_tokens(page: str) -> str:
    """Return a page without the tokens of its forms."""
    return _TOKEN.sub("", page)


def main_of(page: str) -> str:
    """Return what the main part of a page says, without the tokens of its forms."""
    return without_tokens(page.split("<main", 1)[1].split("</main>", 1)[0])
