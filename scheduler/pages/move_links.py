"""Where entries of a calendar are moved, for those whose reader may do that."""

import re

from scheduler.accounts.domain.acts import Act, may
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import EntryKind, EntryStatus
from scheduler.content.domain.workflow import UNPUBLISHED
from scheduler.pages.local_entries import LocalEntry

_MOVED_BY = {
    EntryKind.CONTENT: Act.CHANGE_PLAN,
    EntryKind.EVENT: Act.CHANGE_EVENT,
    EntryKind.CAMPAIGN: Act.CHANGE_CAMPAIGN,
    EntryKind.TASK: Act.CHANGE_TASK,
}
_PART_OF_A_TASK = re.compile(r"(?:/work)?#task-")
"""Where the address of a task names it within its campaign: on the campaign's work, and formerly on its first page."""


def move_path(entry: LocalEntry, viewer: Viewer) -> str | None:
    """Return the page that moves an entry, if the reader's role in its organisation is enough; None else.

    Whoever may for another reason changes its date where the thing itself is changed.
    """
    if not entry.is_planned or not entry.moves_alone or entry.concealed or entry.status is EntryStatus.CANCELLED:
        return None
    if entry.state and entry.state not in UNPUBLISHED:
        return None
    if entry.kind is EntryKind.EDITION:
        return f"{entry.path.replace('#', '/')}/move" if viewer.is_coordinator and "#" in entry.path else None
    act = _MOVED_BY.get(entry.kind)
    if act is None or entry.organisation_id is None or not may(act, viewer.roles_in(entry.organisation_id)):
        return None
    return f"{_PART_OF_A_TASK.sub('/tasks/', entry.path)}/move"
