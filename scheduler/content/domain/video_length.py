"""How long a video is, as people write it: minutes and seconds."""

import re

_LENGTH = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)", re.ASCII)


def seconds_of(length: str) -> int | None:
    """Return the seconds of `1:30` or `1:05:00`; None for what says no length."""
    found = _LENGTH.fullmatch(length.strip())
    if found is None or (found[1] and int(found[2]) > 59):
        return None
    return int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])


def as_length(seconds: int) -> str:
    """Return seconds as `1:30`, from an hour on as `1:05:00`."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
