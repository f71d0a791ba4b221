"""A key to sign mail with that was made for tests, and settings that use it."""

from dataclasses import dataclass
from pathlib import Path

KEY_FILE = Path(__file__).parent / "data" / "dkim.pem"
SHORT_KEY_FILE = KEY_FILE.with_name("dkim_short.pem")
RECORD = KEY_FILE.with_name("dkim_record.txt").read_text(encoding="ascii").strip()
OTHER_RECORD = RECORD[:100] + RECORD[100:140].swapcase() + RECORD[140:]
"""A key of the same form."""


@dataclass(frozen=True)
class MailSetUp:
    """The settings that sending takes."""

    smtp_url: str | None
    instance_dir: Path
    dkim_key_file: Path | None
    dkim_selector: str | None = "s1"
    secret_key: str = "k" * 40
    bounce_address: str | None = None
    bounce_imap_url: str | None = None
