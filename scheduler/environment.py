"""Reads single settings of the environment, each in its form."""

from collections.abc import Collection, Mapping
from pathlib import Path
from urllib.parse import SplitResult, urlsplit


class ConfigError(ValueError):
    """A setting is missing or has a form that cannot be used; the message names it and never shows its value."""

    def __init__(self, setting: str, expected: str) -> None:
        super().__init__(f"{setting} {expected}")
        self.setting = setting
        self.expected = expected


def text_of(environ: Mapping[str, str], setting: str) -> str | None:
    """Return a setting without the space around it; None when it is empty or not there."""
    return environ.get(setting, "").strip() or None


def secret_of(environ: Mapping[str, str], setting: str) -> str | None:
    """Return a setting that may also stand in the file that `<setting>_FILE` names.

    Raises:
        ConfigError: both are set, or the file is empty or cannot be read.
    """
    file_setting = f"{setting}_FILE"
    path = text_of(environ, file_setting)
    if path is None:
        return text_of(environ, setting)
    if text_of(environ, setting) is not None:
        raise ConfigError(file_setting, f"and {setting} are both set; keep one of them")
    try:
        content = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(file_setting, "must name a text file that this process can read") from error
    if not content:
        raise ConfigError(file_setting, "names an empty file")
    return content


def address_parts(url: str, schemes: Collection[str]) -> SplitResult | None:
    """Return the parts of an address with one of the schemes and a host; None when it has another form."""
    try:
        parts = urlsplit(url)
        is_well_formed = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if is_well_formed else None


def number_of(environ: Mapping[str, str], setting: str, default: int, allowed: range) -> int:
    """Return a whole number in plain digits, `default` when the setting is empty.

    Raises:
        ConfigError: it is no number, or not among the allowed ones.
    """
    text = text_of(environ, setting) or str(default)
    if not (text.isascii() and text.isdigit() and int(text) in allowed):
        raise ConfigError(setting, f"must be a whole number from {allowed[0]} to {allowed[-1]}")
    return int(text)
