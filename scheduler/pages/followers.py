"""What follows when something moves, in words with counts."""

from collections.abc import Sequence

from flask_babel import ngettext

from scheduler.agenda.models import EntryKind
from scheduler.agenda.services.rehearsals import Outcome


def followers(outcome: Outcome, moved: EntryKind) -> Sequence[str]:
    """Return a sentence for each kind of thing that follows something of a kind, and for those who are notified."""
    counts = {kind: outcome.kinds.get(kind, 0) - (kind == moved) for kind in EntryKind}
    sentences = [
        (counts[EntryKind.EVENT], ngettext("%(num)s event moves.", "%(num)s events move.", counts[EntryKind.EVENT])),
        (
            counts[EntryKind.CAMPAIGN],
            ngettext("%(num)s campaign moves.", "%(num)s campaigns move.", counts[EntryKind.CAMPAIGN]),
        ),
        (counts[EntryKind.TASK], ngettext("%(num)s task moves.", "%(num)s tasks move.", counts[EntryKind.TASK])),
        (
            counts[EntryKind.CONTENT],
            ngettext("%(num)s item moves.", "%(num)s items move.", counts[EntryKind.CONTENT]),
        ),
        (
            counts[EntryKind.DEADLINE],
            ngettext("%(num)s deadline moves.", "%(num)s deadlines move.", counts[EntryKind.DEADLINE]),
        ),
        (
            len(outcome.asked),
            ngettext(
                "%(num)s item stays, because others have relied on its day: its owner decides.",
                "%(num)s items stay, because others have relied on their days: their owners decide.",
                len(outcome.asked),
            ),
        ),
        (
            len(outcome.people),
            ngettext("%(num)s person is notified.", "%(num)s people are notified.", len(outcome.people)),
        ),
    ]
    return [sentence for count, sentence in sentences if count > 0]
