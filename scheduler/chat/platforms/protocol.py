"""What a chat service is: how it is called, and how a message is written for it."""

from collections.abc import Mapping
from typing import Any, Protocol

from scheduler.chat.domain.chat_messages import ChatMessage

Payload = Mapping[str, Any]


class Platform(Protocol):
    """A chat service that takes messages at an address.

    Attributes:
        name: what the database calls it.
        label: its own name, which no language translates.
        example: what such an address looks like.
    """

    name: str
    label: str
    example: str

    def payload(self, message: ChatMessage) -> Payload:
        """Return the JSON object that is posted; what people have typed stays text there, and calls nobody."""
        ...
