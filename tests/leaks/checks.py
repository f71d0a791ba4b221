"""A required check that finds something under embargo, and why it was overridden."""

from datetime import timedelta

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.content.domain.item_text import text_from_json
from scheduler.content.domain.workflow import ItemRoles
from scheduler.content.models import Item
from scheduler.content.queries.unguarded import current_version
from scheduler.content.services.check_overrides import checked_text, override_check
from scheduler.guidance.models import CheckRule, Level
from tests.leaks.pair import Pair


def overridden_check(session: Session, item: Item, reason: str, by: ItemRoles, context: ChangeContext) -> str:
    """Require a check that finds something in the copy, override it, and return its slug."""
    text = text_from_json(current_version(session, item).text)
    slug = next(state.check.slug for state in checked_text(session, item, text, context.now).states if state.found)
    session.add(CheckRule(slug=slug, level=Level.REQUIRED))
    session.flush()
    _override(session, item, slug, reason, by, context)
    return slug


def override_pictures(pair: Pair) -> None:
    """Override what both worlds require of pictures, for the secret item."""
    with pair.step("override", "otto", timedelta(hours=6)) as hand:
        item = hand.item("Secret item")
        _override(hand.session, item, "pictures", "No time left", hand.by(item), hand.context)


def _override(session: Session, item: Item, slug: str, reason: str, by: ItemRoles, context: ChangeContext) -> None:
    text = text_from_json(current_version(session, item).text)
    found = next(one for one in checked_text(session, item, text, context.now).states if one.check.slug == slug)
    override_check(session, item, slug, reason, found=found.findings_hash, by=by, context=context)
