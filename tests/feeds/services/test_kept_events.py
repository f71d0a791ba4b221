import pytest

from scheduler.agenda.stored_events import EntryStamp
from scheduler.feeds.services.kept_events import EACH_BYTES, KeptEvent, KeptEvents, Wording

WORDING = Wording("en", "https://plan.test", "none")


def stamp(ident: int, version: int | None = 1) -> EntryStamp:
    return EntryStamp(ident, version, 3, "hash")


def event(ident: int, text: bytes = b"text") -> KeptEvent:
    return KeptEvent(ident, 0, None, ident, False, text)


def kept(max_bytes: int = 1_000_000) -> KeptEvents:
    memory = KeptEvents(max_bytes)
    memory.keep(WORDING, {stamp(1): event(1)})
    return memory


def test_an_event_is_found_by_its_stamp() -> None:
    assert kept().find(WORDING, [stamp(1), stamp(2)]) == {stamp(1): event(1)}


@pytest.mark.parametrize(
    "other",
    [
        stamp(2),
        stamp(1, version=2),
        stamp(1)._replace(parts_form=4),
        stamp(1)._replace(vevent_hash="another"),
    ],
)
def test_whatever_differs_is_another_event(other: EntryStamp) -> None:
    assert kept().find(WORDING, [other]) == {}


@pytest.mark.parametrize(
    "other",
    [WORDING._replace(language="fr"), WORDING._replace(base_url="https://b.test"), WORDING._replace(alarm="day")],
)
def test_another_wording_is_another_text(other: Wording) -> None:
    assert kept().find(other, [stamp(1)]) == {}


def test_what_is_not_yet_committed_is_not_kept() -> None:
    memory = kept()
    memory.keep(WORDING, {stamp(2, version=None): event(2)})
    assert memory.find(WORDING, [stamp(2, version=None)]) == {}


def test_those_asked_for_longest_ago_make_room() -> None:
    memory = kept(9 * (EACH_BYTES + 100) // 2)
    memory.keep(WORDING, {stamp(2): event(2), stamp(3): event(3)})
    memory.find(WORDING, [stamp(1)])
    memory.keep(WORDING, {stamp(4): event(4)})
    assert set(memory.find(WORDING, [stamp(number) for number in range(5)])) == {stamp(1), stamp(3), stamp(4)}


def test_memory_is_bounded() -> None:
    memory = kept(10_000)
    for ident in range(100):
        memory.keep(WORDING, {stamp(ident): event(ident, b"x" * ident)})
        assert memory.size <= 10_000
    memory.keep(WORDING, {stamp(200): event(200, b"x" * 20_000)})
    assert memory.size == 0


def test_runs_have_a_part_of_their_own() -> None:
    memory = kept(30_000)
    for number in range(1000):
        memory.runs.keep({(number, number + 1): b"x" * 100})
        assert memory.size <= 30_000
    assert memory.find(WORDING, [stamp(1)])
    assert set(memory.runs.find([(998, 999), (999, 1000), (1, 2)])) == {(998, 999), (999, 1000)}


def test_the_same_again_takes_no_more() -> None:
    memory = kept()
    size = memory.size
    memory.keep(WORDING, {stamp(1): event(1)})
    assert memory.size == size
