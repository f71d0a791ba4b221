"""Owns what every rule type offers."""

from collections.abc import Iterator
from typing import ClassVar, Protocol, Self, runtime_checkable

from scheduler.messages import Message
from scheduler.observances.rules.support.params import JsonParams, Params
from scheduler.observances.rules.support.periods import PeriodSpan


@runtime_checkable
class Rule(Protocol):
    """How an observance finds its dates: a frozen value that depends on nothing but its parameters.

    Attributes:
        kind: the name under which it is stored and registered.
        label: what a person picks it by.
        fields: the names of the parameters, in the order in which a form asks for them.
        is_announced: a year without dates is "not yet announced" rather than "not held".
        is_estimate: its days are expected only: a person confirms those of each year.
    """

    kind: ClassVar[str]
    label: ClassVar[Message]
    fields: ClassVar[tuple[str, ...]]
    is_announced: ClassVar[bool]
    is_estimate: ClassVar[bool]

    @classmethod
    def parse(cls, params: Params) -> Self:
        """The rule that the parameters describe; text from a form and stored JSON are read alike.

        Parameters that the rule does not know are ignored.

        Raises:
            RuleError: a parameter is missing, malformed or makes no sense with the others.
        """
        ...

    def spans(self, first_year: int, last_year: int) -> Iterator[PeriodSpan]:
        """Every holding that begins in these years (both included, MIN_YEAR to MAX_YEAR), in order of time.

        A span may end in the year after. Each period label occurs once.
        """
        ...

    def describe(self) -> tuple[Message, ...]:
        """What the rule says, for a person: when it begins, then how long it lasts if more than a day."""
        ...

    def to_params(self) -> JsonParams:
        """What parse() reads back to an equal rule; fit for JSON."""
        ...
