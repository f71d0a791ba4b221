"""Story 5: somebody is removed from an organisation between two polls of their feed."""

import pytest

from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.sharing import ShareScope, Sharing
from tests.e2e.conftest import OpenBrowserAs, Subscribe
from tests.e2e.plans import Plans

pytestmark = pytest.mark.engines("sqlite", "postgresql")

OWN = Sharing(ShareScope.OWN)


def test_next_poll_does_not_hold_what_was_seen_through_the_organisation(
    plans: Plans, browser_of: OpenBrowserAs, subscribe: Subscribe
):
    port = plans.cast.organisation("port")
    plans.plan_item(ItemText(title="Only for the Bay"), sharing=OWN)
    otto_id = plans.cast["otto"].id
    plans.plan_item(ItemText(title="Only for Port"), who="otto", sharing=OWN, organisation_id=port, owner_id=otto_id)
    plans.plan_item(ItemText(title="For everybody"))
    mo, lena, otto = browser_of("mo"), browser_of("lena"), browser_of("otto")
    calendar = subscribe(mo, everything=True)
    of_a_colleague = subscribe(browser_of("edi"), everything=True)
    assert calendar.titles() == ["For everybody", "Only for Port", "Only for the Bay"]

    lena.go("/people").follow("Remove", beside="Mo Member").press("End membership")
    assert "Membership ended." in lena.status

    assert calendar.titles() == ["For everybody", "Only for Port"]
    assert "CANCELLED" not in calendar.raw
    assert "the Bay" not in calendar.raw
    assert of_a_colleague.titles() == ["For everybody", "Only for the Bay"]
    assert "Only for the Bay" not in mo.go("/calendar?month=2027-07").text

    otto.go("/people").follow("Remove", beside="Mo Member").press("End membership")

    assert calendar.titles() == []
    assert calendar.status == 410
    assert of_a_colleague.status == 200
