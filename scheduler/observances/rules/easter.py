"""Days of the church year that move with Easter, as western and as eastern churches reckon it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Self

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

from scheduler.dates.spans import DateSpan
from scheduler.messages import N_, Message, message
from scheduler.observances.rules.support.errors import RuleError
from scheduler.observances.rules.support.params import JsonParams, Params, read_choice, read_duration
from scheduler.observances.rules.support.periods import PeriodSpan, lasting, yearly_spans

WESTERN, EASTERN = "western", "eastern"
CHURCHES = {
    WESTERN: Message(N_("Western (Catholic, Protestant)")),
    EASTERN: Message(N_("Eastern (Orthodox)")),
}

_RECKONINGS = {WESTERN: EASTER_WESTERN, EASTERN: EASTER_ORTHODOX}
_BOTH = frozenset({WESTERN, EASTERN})


@dataclass(frozen=True, slots=True)
class Feast:
    """A day at a distance in days from Easter Sunday, and the churches that keep it then."""

    label: Message
    offset: int
    churches: frozenset[str] = _BOTH


FEASTS = {
    "clean_monday": Feast(Message(N_("Clean Monday")), -48, frozenset({EASTERN})),
    "ash_wednesday": Feast(Message(N_("Ash Wednesday")), -46, frozenset({WESTERN})),
    "palm_sunday": Feast(Message(N_("Palm Sunday")), -7),
    "maundy_thursday": Feast(Message(N_("Maundy Thursday")), -3),
    "good_friday": Feast(Message(N_("Good Friday")), -2),
    "easter_sunday": Feast(Message(N_("Easter Sunday")), 0),
    "easter_monday": Feast(Message(N_("Easter Monday")), 1),
    "ascension": Feast(Message(N_("Ascension Day")), 39),
    "pentecost": Feast(Message(N_("Pentecost (Whit Sunday)")), 49),
    "whit_monday": Feast(Message(N_("Whit Monday")), 50),
    "trinity_sunday": Feast(Message(N_("Trinity Sunday")), 56, frozenset({WESTERN})),
    "corpus_christi": Feast(Message(N_("Corpus Christi")), 60, frozenset({WESTERN})),
}


@dataclass(frozen=True, slots=True)
class EasterDay:
    """Begins on a day of the church year, which lies in the year of its Easter."""

    kind: ClassVar[str] = "easter"
    label: ClassVar[Message] = Message(N_("A day of the church year, such as Good Friday"))
    fields: ClassVar[tuple[str, ...]] = ("feast", "church", "duration_days")
    is_announced: ClassVar[bool] = False
    is_estimate: ClassVar[bool] = False

    feast: str
    church: str = WESTERN
    duration_days: int = 1

    @classmethod
    def parse(cls, params: Params) -> Self:
        """Read feast (one of FEASTS), church (western, the default, or eastern) and duration_days."""
        feast = read_choice(params, "feast", FEASTS)
        church = read_choice(params, "church", CHURCHES, WESTERN)
        if church not in FEASTS[feast].churches:
            why = message(N_("Churches with this date of Easter do not keep this day. Choose another day."))
            raise RuleError("feast", "not_kept", why)
        return cls(feast, church, read_duration(params))

    def spans(self, first_year: int, last_year: int) -> Iterator[PeriodSpan]:
        """One holding a year."""
        return yearly_spans(first_year, last_year, self._span_in)

    def describe(self) -> tuple[Message, ...]:
        """Such as "Good Friday", or "Good Friday of eastern churches"."""
        begins = (
            message(N_("%(day)s of eastern churches"), day=FEASTS[self.feast].label)
            if self.church == EASTERN
            else FEASTS[self.feast].label
        )
        return (begins, *lasting(self.duration_days))

    def to_params(self) -> JsonParams:
        """The parameters that parse() reads."""
        return {"feast": self.feast, "church": self.church, "duration_days": self.duration_days}

    def _span_in(self, year: int) -> DateSpan:
        first_day = easter(year, _RECKONINGS[self.church]) + timedelta(days=FEASTS[self.feast].offset)
        return DateSpan.of_days(first_day, self.duration_days)
