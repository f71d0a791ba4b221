"""Owns the error for parameters that make no rule."""

from scheduler.messages import Message


class RuleError(ValueError):
    """The parameters make no rule; the message says why and belongs beside the field.

    Args:
        field: the name of the parameter at fault.
        code: a stable short name of the reason, for tests and logs.
        message: what to tell the person; translate it where it is shown.
    """

    def __init__(self, field: str, code: str, message: Message) -> None:
        super().__init__(f"{field}: {message.render()}")
        self.field = field
        self.code = code
        self.message = message
