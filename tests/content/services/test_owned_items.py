"""An item that its owner hands to their deputy from an email."""

from scheduler.agenda.services.notifications import NotificationKind
from scheduler.content.domain.workflow import State
from scheduler.content.models import Item
from scheduler.content.services.owned_items import give_item_to_deputy, has_deputy_for_item
from tests.content.stage import Stage


def give(stage: Stage, item: Item, deputy: str | None, who: str = "owner") -> bool:
    stage.people[who].deputy_id = stage.id(deputy) if deputy else None
    stage.session.flush()
    is_offered = has_deputy_for_item(stage.session, item.id, stage.context(who))
    is_given = give_item_to_deputy(stage.session, item.id, stage.context(who))
    assert is_offered or not is_given
    return is_given


def test_the_deputy_owns_it_and_is_notified_once(stage: Stage) -> None:
    item = stage.item()

    assert [give(stage, item, "lead") for _twice in range(2)] == [True, False]
    assert item.owner_id == stage.id("lead")
    assert stage.notified(NotificationKind.ASSIGNED).count("lead") == 1


def test_it_goes_to_no_one_who_could_not_own_it(stage: Stage) -> None:
    item = stage.item()

    assert [give(stage, item, deputy) for deputy in (None, "member", "port_lead", "coordinator")] == [False] * 4
    assert item.owner_id == stage.id("owner")


def test_no_one_else_and_nothing_that_is_over_is_handed_on(stage: Stage) -> None:
    item, over = stage.item(), stage.item()
    over.state = State.CANCELLED
    stage.session.flush()

    assert not give(stage, item, "lead", who="editor")
    assert not give(stage, over, "lead")
