"""What happened to an item is told without its words."""

from scheduler.accounts.services.actor_roles import standing
from scheduler.agenda.services.entries import Telling
from scheduler.agenda.services.viewers import viewer_of
from scheduler.content.domain.workflow import Action
from scheduler.content.models import ItemUndo
from scheduler.content.presenters.history import history_of
from scheduler.content.services.bulk import Mine, shift_items, undo
from scheduler.content.services.item_text import save_words
from scheduler.content.services.transitions import move_item
from tests.content import builders
from tests.content.builders import longer


def test_the_record_of_an_item_reads_newest_first(session, bay, now):
    item = builders.item(session, bay, now)
    by, telling = builders.by(session, bay.lead, item), Telling((), bay.lead.id, now)
    save_words(session, item, longer(), revision=1, by=by, telling=telling)
    move_item(session, item, Action.SEND_TO_REVIEW, by=by, telling=telling)
    shifted = shift_items(session, [Mine(item, by)], 3, telling)
    undo(session, session.get_one(ItemUndo, shifted.undo_id), telling)

    lines = [(line.who, line.text) for line in history_of(session, viewer_of(standing(session, bay.lead.id)), item)]

    assert lines == [
        ("Lantern Bay Lead (Lantern Bay)", "undid a change to several items"),
        ("Lantern Bay Lead (Lantern Bay)", "moved it to Mon 2 Aug 2027"),
        ("Lantern Bay Lead (Lantern Bay)", "requested sign-off of version 2"),
        ("Lantern Bay Lead (Lantern Bay)", "saved version 2"),
        ("Lantern Bay Editor (Lantern Bay)", "created it"),
    ]
