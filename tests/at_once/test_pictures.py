"""Pictures and several people in the same moment: nobody's picture is lost, and no copy escapes a withdrawal."""

import io
import uuid

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.content.domain.item_text import text_from_json
from scheduler.content.domain.pictures import Consent, PictureDetails
from scheduler.content.models import Item, ItemVersion
from scheduler.content.permissions import roles
from scheduler.content.picture_models import Picture, StoredPicture, WithdrawnConsent
from scheduler.content.queries.pictures import PictureRow, picture_rows
from scheduler.content.services.consents import CONSENT_OVER, NewConsent, record_new_consent, withdraw_consent
from scheduler.content.services.picture_copies import record_holders
from scheduler.content.services.pictures import PictureChange, PictureDraft, PictureGoneError, Upload, add_picture
from scheduler.content.services.thumbnails import sweep_file
from scheduler.outbox.models import Message
from scheduler.pictures.cleaning import clean_picture
from scheduler.pictures.formats import CleanPicture
from scheduler.pictures.store import PictureStore, name_of
from scheduler.rows import StaleEditError
from tests.at_once.conftest import Town
from tests.pictures.samples import jpeg, png
from tests.together import meet

pytestmark = pytest.mark.engines("sqlite", "postgresql")

ENOUGH = 1_000_000


@pytest.fixture
def clean() -> CleanPicture:
    return clean_picture(jpeg(), ENOUGH)


@pytest.fixture
def store(town: Town) -> PictureStore:
    return PictureStore.of(town.app.extensions["scheduler.settings"])


def the_item(session: Session) -> Item:
    return session.scalars(select(Item).order_by(Item.id)).first()  # type: ignore[return-value]


def the_row(session: Session) -> PictureRow:
    (row,) = picture_rows(session, the_item(session)).values()
    return row


def add(town: Town, store: PictureStore, clean: CleanPicture, session: Session) -> Picture:
    item, theo = the_item(session), town.people["theo"].id
    change = PictureChange(roles(actor_roles(session, theo), item), town.context("theo"))
    named = ("harbour.jpg", PictureDraft("A harbour", "Nia", PictureDetails()))
    upload = Upload(clean, name_of(jpeg()))
    return add_picture(session, store, item, upload, named, form_id=str(uuid.uuid4()), change=change)


def added(town: Town, store: PictureStore, clean: CleanPicture) -> None:
    store.keep(clean.content)
    with town.sessions() as session:
        add(town, store, clean, session)
        session.commit()


def withdraw(town: Town, session: Session) -> None:
    item = the_item(session)
    by = roles(actor_roles(session, town.people["theo"].id), item)
    withdraw_consent(session, item, the_row(session), "Asked", by=by, context=town.context("theo"))


def agree(town: Town, store: PictureStore, session: Session, scope: str) -> bool:
    item = the_item(session)
    by = roles(actor_roles(session, town.people["theo"].id), item)
    new = NewConsent(Consent(shows_people=True, people="Amara", scope=scope), "By email")
    return record_new_consent(
        session, store, item, the_row(session), new, revision=1, by=by, context=town.context("theo")
    )


def take(town: Town, session: Session) -> bool:
    taker, rows = town.people["odile"].id, [the_row(session)]
    return bool(record_holders(session, the_item(session), rows, taker, town.clock.now()))


def told(town: Town) -> set[int | None]:
    with town.sessions() as session:
        return set(session.scalars(select(Message.person_id).where(Message.kind == CONSENT_OVER)))


def test_two_people_add_a_picture_each_and_both_are_there(town: Town) -> None:
    path = f"/content/{town.rows(Item)[0].public_id}/pictures/new"
    files = {"a.jpg": jpeg(), "b.png": png()}
    forms = [
        ("theo", path, {"shown": "nobody", "focus": "50-50", "file": (io.BytesIO(content), name)})
        for name, content in files.items()
    ]

    replies = town.together(*forms)

    assert [reply.status for reply in replies] == [303, 303]
    newest = max((row for row in town.rows(ItemVersion) if row.item_id == 1), key=lambda row: row.number)
    assert {file.name for file in text_from_json(newest.text).attachments} == set(files)


def test_who_takes_a_copy_just_before_a_withdrawal_is_told(
    town: Town, store: PictureStore, clean: CleanPicture
) -> None:
    added(town, store, clean)
    outcomes = meet(town.sessions, lambda session: take(town, session), lambda session: withdraw(town, session))

    assert outcomes == (True, None)
    assert town.people["odile"].id in told(town)


def test_who_comes_just_after_a_withdrawal_gets_no_copy(town: Town, store: PictureStore, clean: CleanPicture) -> None:
    added(town, store, clean)
    outcomes = meet(town.sessions, lambda session: withdraw(town, session), lambda session: take(town, session))

    assert outcomes == (None, False)
    assert town.people["odile"].id not in told(town)


def test_nobody_adds_a_picture_that_is_being_withdrawn(town: Town, store: PictureStore, clean: CleanPicture) -> None:
    added(town, store, clean)
    _first, second = meet(
        town.sessions, lambda session: withdraw(town, session), lambda session: add(town, store, clean, session)
    )

    assert isinstance(second, PictureGoneError)
    assert len(town.rows(Picture)) == 1


def test_a_file_that_is_swept_while_it_is_added_is_there_after_all(
    town: Town, store: PictureStore, clean: CleanPicture
) -> None:
    name = store.keep(clean.content)
    swept, _row = meet(
        town.sessions,
        lambda session: sweep_file(session, store, name),
        lambda session: add(town, store, clean, session),
    )
    assert swept is True
    assert [row.sha256 for row in town.rows(StoredPicture)] == [name]
    assert store.read(name) == clean.content


def test_a_file_that_is_being_added_is_not_swept(town: Town, store: PictureStore, clean: CleanPicture) -> None:
    name = store.keep(clean.content)
    _row, swept = meet(
        town.sessions,
        lambda session: add(town, store, clean, session),
        lambda session: sweep_file(session, store, name),
    )
    assert swept is False
    assert store.read(name) == clean.content


@pytest.mark.parametrize(("scope", "second"), [("Press", False), ("Radio", StaleEditError)])
def test_of_two_new_consents_one_is_recorded(
    town: Town, store: PictureStore, clean: CleanPicture, scope: str, second: bool | type[Exception]
) -> None:
    added(town, store, clean)
    with town.sessions() as session:
        withdraw(town, session)
        session.commit()

    outcomes = meet(
        town.sessions,
        lambda session: agree(town, store, session, "Press"),
        lambda session: agree(town, store, session, scope),
    )

    assert (outcomes[0], outcomes[1] if isinstance(second, bool) else type(outcomes[1])) == (True, second)
    assert len(town.rows(WithdrawnConsent)) == 1


def test_a_file_whose_consent_is_given_again_is_not_swept(town: Town, store: PictureStore, clean: CleanPicture) -> None:
    added(town, store, clean)
    with town.sessions() as session:
        withdraw(town, session)
        session.commit()
    name = name_of(clean.content)

    outcomes = meet(
        town.sessions,
        lambda session: agree(town, store, session, "Press"),
        lambda session: sweep_file(session, store, name),
    )

    assert (outcomes, store.holds(name)) == ((True, False), True)
