"""What tests read on the pages of playbooks, and send back."""

import re
from html import unescape

LINE = re.compile(r'name="line" value="([^"]+)"( checked)?')
HIDDEN = re.compile(r'<input[^>]*name="(shown|form_id)"[^>]*value="([^"]*)"')


def ticked(page: str) -> list[str]:
    """Return the keys of the lines that are ticked."""
    return [unescape(key) for key, is_ticked in LINE.findall(page) if is_ticked]


def offered(page: str) -> list[str]:
    """Return the keys of the lines that can be ticked."""
    return [unescape(key) for key, _ticked in LINE.findall(page)]


def hidden(page: str) -> dict[str, str]:
    """Return what the form sends along by itself."""
    return {name: unescape(value) for name, value in HIDDEN.findall(page)}
