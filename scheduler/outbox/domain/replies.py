"""What of a mail server's answer may be kept and shown."""

import re

LIMIT_CHARS = 200
_ADDRESS = re.compile(r"<[^>]*>|\S*@\S*|\bhttps?://\S+", re.IGNORECASE)
_SHORTEST_PRIVATE_TEXT = 4


def redacted(code: int, answer: bytes, private: tuple[str, ...]) -> str:
    """Return `code answer` on one line without addresses, links or any of the `private` texts.

    Servers repeat the recipient, and spam filters the subject; the log is read by people who may know neither.
    """
    text = answer.decode("ascii", "replace")
    for words in private:
        if len(words) >= _SHORTEST_PRIVATE_TEXT:
            text = re.sub(re.escape(words), "…", text, flags=re.IGNORECASE)
    printable = "".join(char if char.isprintable() else " " for char in _ADDRESS.sub("…", text))
    return f"{code} {' '.join(printable.split())}"[:LIMIT_CHARS].rstrip()
