"""Titles of what is made, as the people of a campaign will read them."""

from dataclasses import replace

from flask_babel import gettext as _

from scheduler.content.labels import kind_label
from scheduler.playbooks.domain.planning import PlannedLine, Remark
from scheduler.playbooks.domain.slots import MAX_TITLE_CHARS


def titled(line: PlannedLine) -> PlannedLine:
    """Return a line under the title that it gets: a task in place of content says what is to be planned."""
    name = line.title or kind_label(line.item_kind)
    if Remark.STAND_IN not in line.remarks:
        return replace(line, title=name)
    title = _("Plan content: %(title)s", title=name)
    return replace(line, title=title if len(title) <= MAX_TITLE_CHARS else f"{title[: MAX_TITLE_CHARS - 1]}…")
