"""What follows when an item's words change: the state, the calendar, and who has to know."""

from sqlalchemy.orm import Session

from scheduler.accounts.services.standing import leads_of
from scheduler.agenda.services.entries import Telling
from scheduler.agenda.services.notices import NoticeDraft, NoticeKind, notify
from scheduler.audit.services import Fact, record
from scheduler.content.domain.workflow import State, without_sign_off
from scheduler.content.models import Answer, Item, ItemVersion, SignOff
from scheduler.content.reading import sign_offs_of
from scheduler.content.services.publishing import entry_of_item, publish_item


def words_changed(session: Session, item: Item, old: ItemVersion, new: ItemVersion, telling: Telling) -> None:
    """Follow a change of words: sign-offs of the old ones are void, so what rested on them goes back to review.

    Whoever signed the old words is told, with the leads of their organisation.
    """
    signed = {row.organisation_id: row.person_id for row in yes_to(session, item, old.words_hash)}
    after = without_sign_off(State(item.state))
    if after != item.state:
        facts: dict[str, Fact] = {"from": str(item.state), "to": str(after), "version": new.number}
        record(
            session,
            "content.back_to_review",
            ("content", item.id),
            actor_id=telling.actor_id,
            now=telling.now,
            facts=facts,
        )
        item.state = after
    publish_item(session, item, telling)
    entry = entry_of_item(session, item)
    if entry is None or not signed:
        return
    people = {*signed.values(), *(lead for ident in signed for lead in leads_of(session, ident))}
    facts_told = {"item_id": item.id, "from_version": old.number, "to_version": new.number}
    draft = NoticeDraft(entry.id, NoticeKind.WORDS_CHANGED, telling.actor_id, people, f"v{new.number}", facts_told)
    notify(session, draft, telling.now)


def yes_to(session: Session, item: Item, words_hash: str) -> list[SignOff]:
    """Return the sign-offs that say yes to exactly these words, the latest of each organisation."""
    latest = {row.organisation_id: row for row in sign_offs_of(session, item)}
    return [row for row in latest.values() if row.words_hash == words_hash and Answer(row.answer) is Answer.YES]
