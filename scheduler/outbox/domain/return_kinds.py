"""What can become known about a message after it left."""

from enum import StrEnum


class ReturnKind(StrEnum):
    """What became known about a message after it left.

    GONE: there is no such mailbox. FAILED: it was not delivered for another reason. DELAYED: it is tried again.
    COMPLAINT: its reader called it unwanted, as by "Mark as spam".
    """

    GONE = "gone"
    FAILED = "failed"
    DELAYED = "delayed"
    COMPLAINT = "complaint"
