"""What tests begin with is made once, and nothing that a test did itself is lost for it."""

from sqlalchemy import select

from scheduler.accounts.models import Organisation
from scheduler.db import AppSession
from tests.factories import organisation
from tests.plugins.kept import KeptBeginnings


def names(store: AppSession) -> list[str]:
    found = list(store.scalars(select(Organisation.name).order_by(Organisation.id)))
    store.commit()
    return found


class Maker:
    """Adds organisations, and counts how often it was asked to."""

    def __init__(self, store: AppSession) -> None:
        self.store, self.asked = store, 0

    def add(self, name: str) -> str:
        self.asked += 1
        organisation(self.store, name)
        self.store.commit()
        return name


def made(store: AppSession, kept: KeptBeginnings, *, meanwhile: str = "") -> Maker:
    maker = Maker(store)
    kept.begin("of one", store, lambda: maker.add("Bay"))
    if meanwhile:
        organisation(store, meanwhile)
        store.commit()
    assert kept.go_on("and another", store, lambda: maker.add("Harbour")) == "Harbour"
    return maker


def test_what_goes_on_from_a_beginning_is_made_once(store: AppSession, kept_beginnings: KeptBeginnings) -> None:
    made(store, kept_beginnings)
    again = made(store, kept_beginnings)

    assert again.asked == 0
    assert names(store) == ["Bay", "Harbour"]


def test_what_was_written_meanwhile_stays(store: AppSession, kept_beginnings: KeptBeginnings) -> None:
    made(store, kept_beginnings)

    again = made(store, kept_beginnings, meanwhile="Hill")

    assert again.asked == 1
    assert names(store) == ["Bay", "Hill", "Harbour"]


def test_what_is_being_written_stays(store: AppSession, kept_beginnings: KeptBeginnings) -> None:
    made(store, kept_beginnings)
    kept_beginnings.begin("of one", store, lambda: "")
    organisation(store, "Hill")

    kept_beginnings.go_on("and another", store, lambda: Maker(store).add("Harbour"))

    assert names(store) == ["Bay", "Hill", "Harbour"]
