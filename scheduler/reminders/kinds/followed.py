"""An edition or event that a person follows, by itself, its series or a topic, comes near."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from scheduler.agenda.models import Entry, EntryKind, EntryTopic, Follow
from scheduler.reminders.kinds.protocol import Among, Section

KINDS = (EntryKind.EDITION, EntryKind.EVENT, EntryKind.CAMPAIGN)


class Followed:
    """Reminds followers of days."""

    name = "followed"
    label = _l("Observances, events and campaigns that you follow")
    why = _l("You follow this, or one of its topics.")
    action = _l("See what it is about")
    section = Section.NEAR

    def pairs(self, among: Among) -> Select[int, int]:
        """Select followers with the entries that they follow."""
        by_series = select(Follow.person_id, Entry.id).join(Entry, Entry.series == Follow.target)
        by_topic = select(Follow.person_id, Entry.id).join(EntryTopic, Follow.target == "topic:" + EntryTopic.topic)
        by_topic = by_topic.join(Entry, Entry.id == EntryTopic.entry_id)
        fits = (Entry.kind.in_(KINDS), *among.where(Follow.person_id, Entry.id))
        both = by_series.where(*fits).union(by_topic.where(*fits)).subquery()
        return select(both.c[0], both.c[1])
