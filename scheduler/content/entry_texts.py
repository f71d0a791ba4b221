"""How the calendar entries of content are put into words; what is stored are codes."""

from collections.abc import Sequence
from enum import StrEnum

from flask_babel import gettext as _

from scheduler.agenda.domain.phrases import Phrase, Values
from scheduler.agenda.entry_wording import Vocabulary
from scheduler.content.channels.registry import CHANNELS
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.workflow import State
from scheduler.content.labels import channel_name, kind_label, state_label

LABEL_CHARS = 40


class ContentText(StrEnum):
    """Texts of entries of content."""

    SIGN_OFF_DUE = "content_sign_off_due"
    REVIEW_DUE = "content_review_due"
    EMBARGO_LIFTS = "content_embargo_lifts"
    DETAILS = "content_details"
    TYPE = "content_type"


def details(kind: str, organisation: str, channels: Sequence[str], state: str) -> Phrase:
    """Return what a calendar says of an item below its title: type and organisation, channels, how far it is."""
    terms = {"kind": [kind], "channel": channels, "state": [state]}
    return Phrase(ContentText.DETAILS, {"organisation": organisation}, terms, own=organisation)


def type_of_content(kind: str, channels: Sequence[str]) -> Phrase:
    """Return what an item is, in a few words."""
    return Phrase(ContentText.TYPE, terms={"kind": [kind], "channel": channels})


def _details(values: Values) -> str:
    # Translators: first line about planned content in a calendar: its type, such as "Press release", and whose it is
    whose = _("%(type)s · %(organisation)s", type=kind_label(values["kind"][0]), organisation=values["organisation"])
    lines = (whose, _channels(values), state_label(values["state"][0]))
    return "\n".join(line for line in lines if line)


def _type(values: Values) -> str:
    """Return the type and as many channels as fit."""
    kind, channels = kind_label(values["kind"][0]), _channels(values)
    # Translators: type of content, such as "Post", and the channels that it is for
    label = _("%(type)s · %(channels)s", type=kind, channels=channels) if channels else kind
    return label if len(label) <= LABEL_CHARS else f"{label[: LABEL_CHARS - 1].rstrip(' ,·')}…"


def _channels(values: Values) -> str:
    return ", ".join(map(channel_name, values["channel"]))


def _titles() -> dict[str, str]:
    return {
        ContentText.SIGN_OFF_DUE: _("Sign-off due: %(title)s", title=""),
        ContentText.REVIEW_DUE: _("Review due: %(title)s", title=""),
        ContentText.EMBARGO_LIFTS: _("Embargo lifts: %(title)s", title=""),
    }


CONTENT_TEXTS = Vocabulary(
    texts={
        ContentText.SIGN_OFF_DUE: lambda values: _("Sign-off due: %(title)s", title=values["title"]),
        ContentText.REVIEW_DUE: lambda values: _("Review due: %(title)s", title=values["title"]),
        ContentText.EMBARGO_LIFTS: lambda values: _("Embargo lifts: %(title)s", title=values["title"]),
        ContentText.DETAILS: _details,
        ContentText.TYPE: _type,
    },
    terms={
        "title": _titles,
        "kind": lambda: {kind: kind_label(kind) for kind in Kind},
        "channel": lambda: {slug: channel_name(slug) for slug in CHANNELS},
        "state": lambda: {state: state_label(state) for state in State},
    },
)
