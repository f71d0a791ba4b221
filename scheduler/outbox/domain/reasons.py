"""Our own reasons why a message was not sent, as they stand in the log."""

from enum import StrEnum


class Reason(StrEnum):
    """A reason that pages put into words."""

    DEMO_ADDRESS = "demo_address"
    UNUSABLE_ADDRESS = "unusable_address"
    NOT_WRITTEN = "not_written"
    NOT_HANDED_OVER = "not_handed_over"
    CONNECTION_LOST = "connection_lost"
    RESTORED = "restored"
    NOT_SENT_AGAIN = "not_sent_again"
    NO_ANSWER = "no_answer"
    NO_MAILBOX = "no_mailbox"
    CAME_BACK = "came_back"
    STOPPED_ADDRESS = "stopped_address"
    COMPLAINT = "complaint"
