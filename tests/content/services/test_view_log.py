"""Who opened embargoed text is on record."""

from datetime import timedelta

from scheduler.content.queries.feedback import openings_of
from scheduler.content.services.view_log import record_opening
from tests.content.stage import SECRECY, Stage


def test_openings_are_counted_by_person(stage: Stage):
    item = stage.item(secrecy=SECRECY)
    later = stage.now + timedelta(hours=1)

    record_opening(stage.session, item.id, stage.id("lead"), stage.now)
    record_opening(stage.session, item.id, stage.id("editor"), stage.now)
    record_opening(stage.session, item.id, stage.id("lead"), later)
    stage.session.expire_all()

    rows = openings_of(stage.session, stage.viewer("lead"), item)
    assert [(row.person_id, row.first_at, row.last_at, row.times) for row in rows] == [
        (stage.id("lead"), stage.now, later, 2),
        (stage.id("editor"), stage.now, stage.now, 1),
    ]
