"""An organisation that is added while a page is put together keeps no page from being shown."""

from sqlalchemy.orm import Session

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.reading import organisations_by_id
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.content.presenters.choices import choices_for
from scheduler.content.services.signatory_editors import editors_of_signatories
from scheduler.db import AppSession
from tests import factories
from tests.content.stage import DAY, Stage


def reading(session: Session) -> Session:
    """Return a session of a request that only reads, and has asked for all organisations."""
    page = AppSession(bind=session.connection(), join_transaction_mode="create_savepoint")
    page.info["read_only"] = True
    organisations_by_id(page)
    return page


def test_pages_are_shown_with_an_organisation_that_was_added_meanwhile(stage: Stage):
    stage.session.flush()
    with reading(stage.session) as page:
        late = factories.organisation(stage.session, "Late Comers")
        zoe = factories.person(stage.session, "Zoe", (late, MemberRole.LEAD))
        both = factories.person(stage.session, "Bo", (late, MemberRole.LEAD), (stage.bay, MemberRole.MEMBER))

        choices = choices_for(page, stage.viewer("owner"), actor_roles(page, stage.id("owner")), DAY)
        editors = editors_of_signatories(page, [late.id, stage.bay.id], stage.now)

    people = dict(choices.people)
    assert (people[both.id], zoe.id in people) == ("Bo (Lantern Bay)", False)
    assert editors[late.id].signers == {zoe.id, both.id}
