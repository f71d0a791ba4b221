"""Every save of press details is a version; nobody overwrites anybody; what a text needs of them is asked at once."""

from datetime import datetime

import pytest
from sqlalchemy import select

from scheduler.accounts.domain.errors import OrganisationClosedError
from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.content.domain.press_texts import PressPart, PressVersion
from scheduler.content.press_models import OrganisationPressText
from scheduler.content.queries.press_texts import press_details, press_languages, press_versions
from scheduler.content.services.press_texts import PressChange, save_press_details
from scheduler.db import AppSession
from scheduler.rows import StaleEditError
from tests.content.stage import Stage
from tests.costs import statements

BOILERPLATE, CONTACT = PressPart.BOILERPLATE, PressPart.MEDIA_CONTACT
NOTHING: dict[PressPart, str] = {}
BOTH_ENGINES = pytest.mark.engines("sqlite", "postgresql")


def save(stage: Stage, boilerplate: str, contact: str = "", *, language: str = "", of: int | None = None) -> bool:
    ident = of or stage.kaagapay.id
    revision = press_details(stage.session, ident, language).revision
    change = PressChange({BOILERPLATE: boilerplate, CONTACT: contact}, language, revision)
    return save_press_details(stage.session, ident, change, stage.id("manila_lead"), stage.now)


def saved(session: AppSession) -> list[tuple[str, str, str]]:
    rows = session.scalars(select(OrganisationPressText).order_by(OrganisationPressText.id))
    return [(row.part, row.language, row.text) for row in rows]


def test_each_part_that_changed_is_a_version_with_who_and_when(session: AppSession, stage: Stage) -> None:
    assert save(stage, "Kaagapay joins 63 groups.", "press@kaagapay.example")
    assert save(stage, "Kaagapay joins 71 groups.", "press@kaagapay.example")

    assert saved(session) == [
        ("boilerplate", "", "Kaagapay joins 63 groups."),
        ("media_contact", "", "press@kaagapay.example"),
        ("boilerplate", "", "Kaagapay joins 71 groups."),
    ]
    row = session.scalars(select(OrganisationPressText)).first()
    assert row is not None
    assert (row.person_id, row.at) == (stage.id("manila_lead"), stage.now)
    acts = select(AuditRow.actor_id).where(
        AuditRow.act == AuditAct.ORGANISATION_PRESS_CHANGED, AuditRow.organisation_id == stage.kaagapay.id
    )
    assert session.scalars(acts).all() == [stage.id("manila_lead")] * 2


def test_the_same_again_however_it_is_spaced_is_none(session: AppSession, stage: Stage) -> None:
    save(stage, "Kaagapay joins.\nAll of us.")

    assert not save(stage, "\r\nKaagapay joins.  \r\nAll of us.\n")
    assert len(saved(session)) == 1


def test_a_language_has_versions_and_revisions_of_its_own(session: AppSession, stage: Stage) -> None:
    save(stage, "Kaagapay joins.")
    save(stage, "Kaagapay rassemble.", language="fr")

    assert press_languages(session, stage.kaagapay.id) == ["", "fr"]
    assert press_details(session, stage.kaagapay.id, "fr").texts == {BOILERPLATE: "Kaagapay rassemble.", CONTACT: ""}
    assert press_details(session, stage.kaagapay.id, "").revision == 1


@pytest.mark.parametrize("revision", [None, 0, 7])
def test_a_stale_save_is_refused_and_says_what_stands_there(
    session: AppSession, stage: Stage, revision: int | None
) -> None:
    save(stage, "Kaagapay joins.")

    change = PressChange({BOILERPLATE: "Other", CONTACT: ""}, "", revision)
    with pytest.raises(StaleEditError) as caught:
        save_press_details(session, stage.kaagapay.id, change, stage.id("manila_lead"), stage.now)

    assert caught.value.current == {"boilerplate": "Kaagapay joins.", "media_contact": ""}
    assert len(saved(session)) == 1


def test_a_closed_organisation_keeps_nothing_new_and_gives_nothing(
    session: AppSession, stage: Stage, now: datetime
) -> None:
    save(stage, "Kaagapay joins.")
    stage.kaagapay.closed_at = now
    session.flush()

    with pytest.raises(OrganisationClosedError):
        save(stage, "Other")
    assert press_versions(session, [stage.kaagapay.id], {BOILERPLATE: "", CONTACT: ""}).rows == ()


@BOTH_ENGINES
def test_one_statement_brings_the_newest_and_the_older_ones_that_stand_in_the_text(
    session: AppSession, stage: Stage
) -> None:
    for number in range(5):
        save(stage, f"Kaagapay joins {number} groups: 100% of_them.")
    save(stage, "Kaagapay rassemble.", language="fr")
    save(stage, "Old Port sails.", of=stage.port.id)
    session.flush()

    text = "Typed.\n\nKaagapay joins 2 groups: 100% of_them.\n\nPort"
    ids = [stage.bay.id, stage.port.id, stage.kaagapay.id]
    with statements(session.get_bind()) as asked:
        found = press_versions(session, ids, {BOILERPLATE: text, CONTACT: "Kaagapay joins 3 groups: 100% of_them."})

    kaagapay = stage.kaagapay.id
    assert len(asked) == 1
    assert list(found.rows) == [
        PressVersion(kaagapay, BOILERPLATE, "", "Kaagapay joins 2 groups: 100% of_them.", is_newest=False),
        PressVersion(kaagapay, BOILERPLATE, "", "Kaagapay joins 4 groups: 100% of_them.", is_newest=True),
        PressVersion(kaagapay, BOILERPLATE, "fr", "Kaagapay rassemble.", is_newest=True),
        PressVersion(stage.port.id, BOILERPLATE, "", "Old Port sails.", is_newest=True),
    ]
    assert found.names == {kaagapay: stage.kaagapay.name, stage.port.id: stage.port.name}
