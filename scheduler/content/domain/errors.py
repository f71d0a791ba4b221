"""Why nothing is changed about an item, whatever was to be done with it."""

from scheduler.content.domain.workflow import State


class NotYoursError(PermissionError):
    """Only the owner and the editors of the organisation may do this."""


class WrongStateError(ValueError):
    """In this state it cannot be done: what is out is withdrawn, never deleted, and what is over stays as it was."""

    def __init__(self, state: str) -> None:
        super().__init__(f"not while it is {state}")
        self.state = State(state)
