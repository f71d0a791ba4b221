"""What happened to an item is told without its text."""

from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.viewers import viewer_of
from scheduler.content.domain.workflow import Action
from scheduler.content.models import ItemUndo
from scheduler.content.presenters.history import ACTS, history_lines
from scheduler.content.queries.activity import stream_of
from scheduler.content.queries.items import readable_item
from scheduler.content.services.bulk import ItemWithRoles, shift_items, undo
from scheduler.content.services.item_text import save_text
from scheduler.content.services.transitions import move_item
from tests.content import builders
from tests.content.builders import longer


def test_the_record_of_an_item_reads_newest_first(session, bay, now):
    item = builders.item(session, bay, now)
    by, context = builders.by(session, bay.lead, item), ChangeContext((), bay.lead.id, now)
    save_text(session, item, longer(), revision=1, by=by, context=context)
    move_item(session, item, Action.SEND_TO_REVIEW, by=by, context=context)
    shifted = shift_items(session, [ItemWithRoles(item, by)], 3, context)
    undo(session, session.get_one(ItemUndo, shifted.undo_id), context)

    viewer = viewer_of(actor_roles(session, bay.lead.id))
    seen = readable_item(session, viewer, item.public_id)
    assert seen is not None
    acts = list(stream_of(session, viewer, seen.item, ACTS, number=1).acts.values())
    lines = [(line.who, line.text) for line in history_lines(session, acts)]

    assert lines == [
        ("Lantern Bay Lead (Lantern Bay)", "undid a change to several items"),
        ("Lantern Bay Lead (Lantern Bay)", "moved it to Mon 2 Aug 2027"),
        ("Lantern Bay Lead (Lantern Bay)", "requested sign-off of version 2"),
        ("Lantern Bay Lead (Lantern Bay)", "saved version 2"),
        ("Lantern Bay Editor (Lantern Bay)", "created the item"),
    ]
