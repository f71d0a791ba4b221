"""The pages that ask once more before an embargo is held or released."""

import pytest

from tests.content.stage import SECRECY
from tests.content.web.house import House

NOTIFIED = "While it is a draft, the owner and the people asked to sign off or review it are notified. After that, the"


@pytest.mark.parametrize("act", ["hold", "release"])
@pytest.mark.parametrize("who", ["lead", "coordinator"])
def test_the_page_says_who_is_told_and_not_how_far_the_item_is(house: House, act: str, who: str):
    draft = house.make(lambda stage: stage.item(secrecy=SECRECY))
    in_review = house.make(lambda stage: stage.ask(stage.item(secrecy=SECRECY), stage.port))

    for path in (draft, in_review):
        page = house.get(who, f"{path}/embargo/{act}").text
        assert NOTIFIED in page
        assert "The embargo group is notified" not in page
