"""The name of a message that mail programs know it by."""

import hashlib
from datetime import datetime


def message_token(dedup_key: str, queued_at: datetime) -> str:
    """Return the part of a Message-ID before the @ (RFC 5322 section 3.6.4).

    The moment keeps a new database under an old domain from reusing the ids of the last one: mailboxes drop
    what they think they have.
    """
    return hashlib.sha256(f"{dedup_key}\n{queued_at.isoformat()}".encode()).hexdigest()[:40]
