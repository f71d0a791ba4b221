"""What people, browsers and attackers send: for each kind of field what must be refused, and what must do no harm."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle

from tests.bad_input.page_forms import TICKED, Control, PageForm
from tests.bad_input.walk import Typed, Value

HUGE = str(2**63)
LONG = "x" * 100_001
SCRIPT = "<script>alert(1)</script>"
HOSTILE = f"=1+1 @SUM(A1:A9) {SCRIPT} \"'>{{{{ 7*7 }}}} \U0001f600 -1"
"""Text that may be kept, and must come out as what it is."""

HIDDEN_CHARS = ("bell \x07", "nul \x00", "turned \u202e round")
LINES = ("Title\r\nBEGIN:VEVENT", "Title\r\nBcc: x@y.example", LONG, *HIDDEN_CHARS)
WRONG: dict[str, tuple[str, ...]] = {
    "date": ("2027-02-29", "abc", "9999-99-99", "-1", HUGE),
    "email": LINES,
    "number": ("abc", "99999999999999999999", "1e999"),
    "search": LINES,
    "text": LINES,
    "textarea": (LONG, *HIDDEN_CHARS),
    "time": ("25:00", "abc", "-1"),
    "url": ("javascript:alert(1)", "https://x.example/\r\nBcc: x", LONG),
    "zone": ("Mars/Olympus", "UTC\r\nBEGIN:VEVENT"),
}
NO_CHOICES = ("nope", HUGE, "-1")
FILLED = {
    "date": "2027-08-02",
    "email": "somebody.new@people.example",
    "number": "1",
    "password": "pebble saffron lantern 42 quartz",
    "time": "10:00",
    "url": "https://words.example/page",
    "zone": "Europe/Brussels",
}
BY_NAME = {"day": "10", "duration_days": "1", "first_year": "2001", "hashtags": "#Words", "leads": "7, 1"}
TICKED_LISTS = frozenset({"item", "task", "topics"})
SWITCHES = frozenset({"on", "y", "1", "true"})
EVERYWHERE: tuple[tuple[str, Value], ...] = (
    ("empty", ""),
    ("huge number", HUGE),
    ("minus one", "-1"),
    ("letters", "abc"),
    ("half a pair", "half \ud800"),
    ("wrong bytes", b"wrong \xff\xfe\xc3"),
    ("zero width", "\u200b"),
    ("nul", "nul \x00"),
    ("hostile", HOSTILE),
)


@dataclass(frozen=True, slots=True)
class Case:
    """One thing to send; `field` is the one that is wrong, empty when all are."""

    label: str
    typed: Typed
    field: str = ""


def kind_of(control: Control) -> str:
    """Return the kind of a field: its control's, or `zone` for names of time zones."""
    is_zone = control.kind == "text" and control.attributes.get("list") == "zone-names"
    return "zone" if is_zone else control.kind


def filled(form: PageForm) -> Typed:
    """Return what the form would send, with something in every field that was empty and has to be filled."""
    typed: Typed = {name: [*values] for name, values in form.sent().items()}
    for name in form.names:
        control = form.of(name)[0]
        if not any(typed.get(name, [])) and (control.is_required or _is_open(name, control)):
            wanted = BY_NAME.get(name) or FILLED.get(kind_of(control), f"Words for {name}")
            typed[name] = [control.choices[0] if control.choices else wanted]
    return typed


def _is_open(name: str, control: Control) -> bool:
    """Should a field be filled though it may stay empty? So that what is typed there counts, and can be lost."""
    return kind_of(control) in {"text", "textarea"} or name.endswith(("-day", "-time")) or name in TICKED_LISTS


def one_at_a_time(form: PageForm) -> Iterator[Case]:
    """Yield a value to be refused for each field, another kind from field to field, and each needed field empty."""
    turns = {kind: cycle(values) for kind, values in WRONG.items()}
    others = cycle(NO_CHOICES)
    base = filled(form)
    for name in form.names:
        control = form.of(name)[0]
        if control.kind == "hidden" or name == "remember":
            continue
        value = next(turns[kind_of(control)]) if kind_of(control) in turns else _other(form, name, others)
        if value is not None:
            yield Case(f"{name}={value[:24]!r}", base | {name: [value]}, name)
        if control.is_required and control.kind not in TICKED:
            yield Case(f"{name} empty", base | {name: [""]}, name)


def _other(form: PageForm, name: str, others: Iterator[str]) -> str | None:
    choices = [choice for control in form.of(name) for choice in control.choices]
    if not choices or (len(choices) == 1 and choices[0] in SWITCHES):
        return None
    return next(other for other in others if other not in choices)


def one_of_those_alike(form: PageForm, cases: Iterable[Case]) -> Iterator[Case]:
    """Yield one case of all whose fields are of one kind with the same choices, and are refused for the same reason."""
    met = set()
    for case in cases:
        controls = form.of(case.field)
        choices = tuple(choice for control in controls for choice in control.choices)
        like = kind_of(controls[0]), choices, controls[0].is_required, case.typed[case.field] == [""]
        if like not in met:
            met.add(like)
            yield case


def all_at_once(form: PageForm) -> Iterator[Case]:
    """Yield what is wrong in every field together: nothing at all, each twice, and each bad value everywhere."""
    base = filled(form)
    yield Case("nothing", {})
    if not set(form.names) - {"csrf_token", "form_id", "revision"}:
        yield Case("letters", {"form_id": ["abc"], "revision": ["abc"]})
        return
    yield Case("each twice", {name: [*values, "other"] for name, values in base.items()})
    for label, value in EVERYWHERE:
        yield Case(label, {name: [value] for name in form.names})
    if "revision" in base:
        yield Case("wrong revision", base | {"revision": ["2147483647"]})
    if "form_id" in base:
        yield Case("no form_id", {name: values for name, values in base.items() if name != "form_id"})
