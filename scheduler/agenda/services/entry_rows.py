"""Writes a draft into the row of its entry: what readers see, and whether they see a difference."""

import hashlib
import json
import uuid
from collections.abc import Sequence
from datetime import datetime

from flask_babel import force_locale

from scheduler.agenda.domain.ical import PARTS_FORM
from scheduler.agenda.domain.phrases import PHRASES_FORM, own_text, stored_phrases
from scheduler.agenda.entry_wording import description_text, label_text, title_text
from scheduler.agenda.models import Entry, EntryStatus, Guard
from scheduler.agenda.services.entry_drafts import EntryDraft
from scheduler.agenda.services.entry_links import shown_state, write_search_columns
from scheduler.agenda.services.vevents import render_parts

TITLE_CHARS = 300
FORMER_LANGUAGE = "en"
"""In which releases up to 0.2 stored the text of calendar entries."""


def new_entry(draft: EntryDraft, now: datetime) -> Entry:
    """Return the row of a thing that was never published, under the UID that it keeps."""
    source = draft.source
    entry = Entry(uid=str(uuid.uuid4()), source_kind=source.kind, source_id=source.id, part=source.part)
    entry.created_at = entry.changed_at = now
    entry.own_title = ""
    entry.guard_id = draft.guard_id
    entry.kind = draft.kind
    entry.sequence = 0
    entry.vevent_hash = entry.phrases = ""
    entry.parts_form = PARTS_FORM
    return entry


def write_text(entry: Entry, draft: EntryDraft, guard: Guard, *, hide: bool) -> None:
    """Store the one text: the placeholder or the real one."""
    entry.guard_id, entry.kind = draft.guard_id, draft.kind
    entry.status, entry.listed = shown_state(draft.kind, draft.status, listed=draft.listed, hide=hide)
    entry.organisation_id, entry.series, entry.details = draft.organisation_id, draft.series, dict(draft.details)
    entry.path, entry.concealed, entry.removed_at = draft.path, hide, None
    entry.own_title = guard.placeholder_title if hide else own_text(draft.title)[:TITLE_CHARS]
    entry.own_description = "" if hide else own_text(draft.description)
    entry.location = "" if hide else draft.location
    entry.own_label = "" if hide else own_text(draft.label)
    entry.phrases = "" if hide else stored_phrases(draft.title, draft.description, draft.label)
    entry.tags = [] if hide else list(draft.tags)
    write_search_columns(entry)


def render_change(entry: Entry, draft: EntryDraft, now: datetime, *, hide: bool, created: bool) -> bool:
    """Render the stored parts; returns whether a reader can see a difference."""
    topics = () if hide else tuple(sorted(set(draft.topics)))
    vevent_hash = _hash_of(entry, entry.own_title, entry.own_description, entry.own_label, [*topics, entry.phrases])
    if not created and entry.vevent_hash in {vevent_hash, _former_hash(entry, topics)}:
        if entry.parts_form < PARTS_FORM:
            entry.vevent_hash = vevent_hash
            render_parts(entry, topics)
        return False
    entry.sequence += 1 if entry.vevent_hash else 0
    entry.vevent_hash, entry.changed_at = vevent_hash, now
    if entry.status == EntryStatus.CANCELLED:
        entry.cancelled_at = entry.cancelled_at or now
    else:
        entry.cancelled_at = None
    render_parts(entry, topics)
    return True


def _hash_of(entry: Entry, title: str, description: str, label: str, more: Sequence[str]) -> str:
    seen = (title, description, entry.location, entry.path, label, entry.tags, more)
    placed = (entry.starts_on, entry.ends_on, entry.local_start, entry.zone, entry.starts_at, entry.ends_at)
    digest = json.dumps([seen, placed, entry.status, entry.kind], default=str)
    return hashlib.sha256(digest.encode()).hexdigest()


def _former_hash(entry: Entry, topics: Sequence[str]) -> str | None:
    """Return what a release that stored text would have made of these texts; None where none has written the entry."""
    if entry.parts_form >= PHRASES_FORM:
        return None
    with force_locale(FORMER_LANGUAGE):
        title = title_text(entry.own_title, entry.phrases, concealed=entry.concealed)[:TITLE_CHARS]
        description = description_text(entry.own_description, entry.phrases)
        label = label_text(entry.own_label, entry.phrases)
    return _hash_of(entry, title, description, label, topics)
