"""Nobody names or asks people by the dozen within an hour."""

from datetime import timedelta

from sqlalchemy import func, select

from scheduler.accounts.domain.limits import LimitedAct
from scheduler.accounts.services.limits import spend
from scheduler.content.models import ItemComment, ReviewRequest
from tests.content.stage import NOW, Stage
from tests.content.web.house import House


def spent(house: House, who: str, times: int) -> None:
    spend(house.stage.session, house.stage.id(who), LimitedAct.ADDRESS, times, NOW)
    house.stage.session.commit()


def count(house: House, table: type) -> int:
    found = house.stage.session.scalar(select(func.count()).select_from(table))
    house.stage.session.commit()
    return found or 0


def test_comment_that_names_too_many_is_kept_in_the_field_and_not_said(house: House):
    path = house.make(Stage.item)
    spent(house, "port_lead", 39)

    refused = house.post("port_lead", f"{path}/comments", body="@Oda @Lena look at this")

    assert refused.status_code == 422
    assert "you can mention or ask 40 people an hour. You can continue at 14:00" in refused.text
    assert "@Oda @Lena look at this" in refused.text
    assert (count(house, ItemComment), house.stage.notified("mentioned")) == (0, [])
    house.stage.session.commit()

    assert house.post("port_lead", f"{path}/comments", body="Nobody is named").status_code == 303
    assert house.post("port_lead", f"{path}/comments", body="@Oda alone").status_code == 303
    house.app.extensions["scheduler.clock"].advance(timedelta(hours=1))
    assert house.post("port_lead", f"{path}/comments", body="@Oda @Lena again").status_code == 303


def test_asking_for_reviews_counts_too(house: House):
    path = house.make(Stage.item)
    spent(house, "owner", 39)
    two = [str(house.stage.id("lead")), str(house.stage.id("editor"))]

    refused = house.post("owner", f"{path}/reviews/ask", reviewers=two, note="", due_on="")

    assert refused.status_code == 422
    assert "you can mention or ask 40 people an hour" in refused.text
    assert count(house, ReviewRequest) == 0
    assert house.post("owner", f"{path}/reviews/ask", reviewers=two[:1], note="", due_on="").status_code == 303


def test_naming_oneself_counts_for_nothing(house: House):
    path = house.make(Stage.item)
    spent(house, "owner", 40)

    assert house.post("owner", f"{path}/comments", body="@Oda, note to self").status_code == 303
