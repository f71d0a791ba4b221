"""One row of a campaign's table, saved twice in the same moment: one save is kept, the other is shown both texts."""

import pytest

from tests.at_once.conftest import Town
from tests.at_once.form import campaign
from tests.bad_input.page_forms import PageForm, post_forms, read
from tests.bad_input.walk import endpoint_of
from tests.logins import logged_in

pytestmark = [pytest.mark.engines("sqlite", "postgresql"), pytest.mark.timeout(120)]

TITLES = ("First text", "Second text")


def table_of(town: Town) -> PageForm:
    path = campaign("/table")(town)
    forms = post_forms(read(logged_in(town.app, town.people["lena"]).get(path).text), path)
    return next(form for form in forms if endpoint_of(town.app, form.action, "POST") == "campaign_table.table")


@pytest.mark.parametrize("kind", ["item", "task"])
def test_of_two_saves_of_a_row_one_is_kept_and_the_other_shown_both(town: Town, kind: str) -> None:
    form = table_of(town)
    name = next(name for name in form.names if name.startswith(f"{kind}.") and name.endswith("-title"))

    replies = town.together(*(("lena", form.action, {**form.sent(), name: title}) for title in TITLES))

    assert sorted(reply.status for reply in replies) == [303, 409]
    kept = [title for title, reply in zip(TITLES, replies, strict=True) if reply.status == 303]
    assert [value for control in table_of(town).of(name) for value in control.values] == kept
    told = next(reply.text for reply in replies if reply.status == 409)
    assert all(title in told for title in TITLES)
