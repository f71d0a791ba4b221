"""Who may read an item: the whole coalition is read once for everybody's answer, and not at all for one person's."""

from scheduler.accounts.queries.people import everyone
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.services.entry_drafts import AllDay
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.services.listener import ContentListener
from scheduler.content.services.readers import is_reader, readers_of
from tests.content.services.test_reviews import ask
from tests.content.stage import DAY, SECRECY, Stage
from tests.costs import statements

EVERYBODY = "lower(person.name) AS folded_name"


def test_one_person_is_a_reader_as_everybody_s_answer_says(stage: Stage):
    shared = stage.item(when=AllDay(DAY, DAY))
    own = stage.item(sharing=Sharing(ShareScope.OWN))
    kept_back = stage.item(secrecy=SECRECY)
    stage.people["port_lead"].active = False
    stage.session.flush()
    people = everyone(stage.session).keys()

    for item in (shared, own, kept_back):
        readers = {ident for ident in people if is_reader(stage.session, item, actor_roles(stage.session, ident))}
        assert readers == readers_of(stage.session, item).keys()
        assert stage.id("port_lead") not in readers
    assert stage.id("coordinator") in readers_of(stage.session, shared)
    assert stage.id("far_lead") not in readers_of(stage.session, kept_back)


def test_the_coalition_is_read_once_for_all_readers_and_never_for_one(stage: Stage):
    item = stage.item()
    ask(stage, item, "far_lead")
    ask(stage, item, "port_editor")
    with statements(stage.session.get_bind().engine) as seen:
        readers_of(stage.session, item)
        assert sum(EVERYBODY in statement for statement in seen) == 1
        seen.clear()

        ContentListener().membership_ended(
            stage.session, stage.id("far_lead"), stage.far.id, stage.id("coordinator"), stage.now
        )

    assert not [one for one in seen if EVERYBODY in one and "person.id IN" not in one]
