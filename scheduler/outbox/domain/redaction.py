"""What of a failure may be kept and shown."""

import re
import traceback

LIMIT_CHARS = 200
# What is read of an answer, whose lines have 512 octets (RFC 5321, section 4.5.3.1.5): looking for addresses takes the
# square of the length of a run without spaces.
MAX_READ = 4_000
_ADDRESS = re.compile(r"<[^>]*>|\S*@\S*|\bhttps?://\S+", re.IGNORECASE)
_SHORTEST_PRIVATE_TEXT = 4


def redacted(code: int, answer: bytes, private: tuple[str, ...]) -> str:
    """Return a mail server's `code answer` on one line without addresses, links or any of the `private` texts.

    Servers repeat the recipient, and spam filters the subject; the log is read by people who may know neither.
    """
    text = answer[:MAX_READ].decode("ascii", "replace")
    if len(answer) > MAX_READ:
        # The last run may be the beginning of an address.
        text = " ".join(text.split()[:-1])
    for secret in private:
        if len(secret) >= _SHORTEST_PRIVATE_TEXT:
            text = re.sub(re.escape(secret), "…", text, flags=re.IGNORECASE)
    printable = "".join(char if char.isprintable() else " " for char in _ADDRESS.sub("…", text))
    return f"{code} {' '.join(printable.split())}"[:LIMIT_CHARS].rstrip()


def place_of(error: BaseException) -> str:
    """Return the type of an exception and where it arose.

    Not its text, which may quote words of an item, an address or the parameters of a statement.
    """
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].filename}:{frames[-1].lineno} in {frames[-1].name}" if frames else ""
    return f"{type(error).__name__}{place}"
