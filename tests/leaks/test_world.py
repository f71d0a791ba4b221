"""The world is marked through and through: a new text column that nobody marks fails here."""

import pytest
from sqlalchemy import select

from scheduler.agenda.models import EmergencyAccess
from scheduler.content.models import (
    OrganisationChannelZone,
    ReleaseImport,
    SpreadsheetImport,
)
from scheduler.content.picture_models import StoredPicture
from scheduler.content.press_models import OrganisationPressText
from scheduler.db import Base, db
from tests.leaks.columns import NOT_TEXT, text_columns
from tests.leaks.world import GUARDED, World


@pytest.mark.usefixtures("context")
def test_every_text_column_of_guarded_tables_holds_a_marker(world: World) -> None:
    bare = []
    for model in GUARDED:
        table = Base.metadata.tables[model.__tablename__]
        for name in text_columns(table):
            stored = " ".join(str(value) for value in db.session.scalars(select(table.c[name])))
            has_rows = db.session.execute(select(table.c[name]).limit(1)).first() is not None
            if name not in NOT_TEXT and has_rows and not world.found_in(stored):
                bare.append(f"{table.name}.{name}")
    assert bare == []


@pytest.mark.usefixtures("context")
def test_the_text_carries_a_marker_in_every_field(world: World) -> None:
    stored = " ".join(db.session.scalars(select(Base.metadata.tables["item_version"].c.words)))
    fields = [place for place in world.markers if place.startswith("words.")]
    assert len(fields) == 23
    assert set(fields) <= set(world.found_in(stored))


TABLES = (
    "content.models",
    "content.picture_models",
    "content.press_models",
    "campaigns.models",
    "kits.models",
    "mailings.models",
)
FEATURES = {f"scheduler.{name}" for name in TABLES}


def test_every_table_of_the_guarded_features_is_listed() -> None:
    owned = {mapper.class_ for mapper in Base.registry.mappers if mapper.class_.__module__ in FEATURES}
    # What an organisation keeps ready for the press is public, and so is where its readers live; files have no words;
    # what somebody has uploaded to import is shown to them alone.
    public = {OrganisationPressText, OrganisationChannelZone, ReleaseImport, SpreadsheetImport, StoredPicture}
    assert owned - public | {EmergencyAccess} == set(GUARDED)


@pytest.mark.usefixtures("context")
def test_agenda_outbox_and_audit_hold_no_marker(world: World) -> None:
    for table in Base.metadata.sorted_tables:
        if table.name in {model.__tablename__ for model in GUARDED}:
            continue
        for row in db.session.execute(select(table)):
            stored = " ".join(v.decode() if isinstance(v, bytes) else str(v) for v in row)
            assert world.found_in(stored) == [], table.name
