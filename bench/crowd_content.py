"""The content of a crowd: items with their text, channels, answers, comments and entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bench.crowd_rows import MARKED_ITEM, NOW, STATES, Size, name, numbers, topic
from bench.crowd_writer import Writer
from scheduler.agenda.domain.phrases import stored_phrases
from scheduler.agenda.models import EntryKind, Involvement
from scheduler.content import entry_texts
from scheduler.content.domain.binding import text_hash
from scheduler.content.domain.item_text import ItemText, canonical_json
from scheduler.content.domain.search_text import search_mark, search_text
from scheduler.content.models import Answer, Item, ItemChannel, ItemComment, ItemSignatory, ItemVersion, SignOff

CHANNELS = ("x", "bluesky", "linkedin")
WRITTEN = [ItemText(title=f"Statement {n}", body=f"Statement {n}. " + "The coalition asks. " * 40) for n in range(10)]
TEXTS, HASHES = [canonical_json(text) for text in WRITTEN], [text_hash(text) for text in WRITTEN]
FOLDED = [search_text(text) for text in WRITTEN]
A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Planned:
    """What the rows of one item have in common; `person` owns it."""

    number: int
    guard: int
    day: date
    person: int
    state: str


def add_content(writer: Writer) -> None:
    """Add the items and what belongs to them; the marked ones are for the whole coalition."""
    items = _planned(writer)
    _add_items(writer, items)
    _add_versions(writer, items)
    _add_channels_and_signatories(writer, items)
    _add_answers(writer, items)
    _add_comments(writer)
    _publish_items(writer, items)
    _publish_deadlines(writer, items)


def _planned(writer: Writer) -> list[_Planned]:
    marked = writer.size.marked.items
    wanted = numbers(max(writer.size.items, marked))
    guards = [writer.next_guard() for _n in wanted]
    writer.add_guards(guards, make_public=marked)
    return [
        _Planned(n, guard, writer.day(), writer.size.any_person(n), STATES[n % 6])
        for n, guard in zip(wanted, guards, strict=True)
    ]


def _signers(size: Size, person: int) -> tuple[int, ...]:
    return (size.organisation_of(person), *size.signatories(person))


def _add_items(writer: Writer, items: Sequence[_Planned]) -> None:
    size = writer.size
    writer.add(
        Item,
        (
            {"id": one.number, "public_id": f"i{one.number}", "kind": "post", "state": one.state}
            | {"guard_id": one.guard, "campaign_id": size.campaign_of(one.number, size.marked.items)}
            | {"organisation_id": size.organisation_of(one.person), "owner_id": one.person, "publish_on": one.day}
            | {"created_at": NOW, "created_by": one.person, "signoff_due_on": one.day - A_WEEK}
            | {"published_at": NOW if one.state == "published" else None}
            | {"search_text": FOLDED[one.number % 10], "search_mark": search_mark(1)}
            for one in items
        ),
    )


def _add_versions(writer: Writer, items: Sequence[_Planned]) -> None:
    writer.add(
        ItemVersion,
        (
            {"id": one.number, "item_id": one.number, "number": 1, "title": WRITTEN[one.number % 10].title}
            | {"words": TEXTS[one.number % 10], "words_hash": HASHES[one.number % 10]}
            | {"author_id": one.person, "created_at": NOW}
            for one in items
        ),
    )
    _add_more_versions(writer, items)


def _add_more_versions(writer: Writer, items: Sequence[_Planned]) -> None:
    """Save the marked item again and again; the versions are numbered behind all others."""
    size, marked = writer.size, items[MARKED_ITEM - 1]
    more = range(2, size.marked.versions + 1)
    writer.add(
        ItemVersion,
        (
            {"id": len(items) + n, "item_id": marked.number, "number": n, "title": WRITTEN[n % 10].title}
            | {"words": TEXTS[n % 10], "words_hash": HASHES[n % 10]}
            | {"author_id": size.any_person(n), "created_at": NOW - timedelta(hours=size.marked.versions - n)}
            for n in more
        ),
    )


def _add_channels_and_signatories(writer: Writer, items: Sequence[_Planned]) -> None:
    writer.add(ItemChannel, ({"item_id": one.number, "channel": channel} for one in items for channel in CHANNELS))
    writer.add(
        ItemSignatory,
        (
            {"item_id": one.number, "organisation_id": organisation, "named_at": NOW}
            for one in items
            for organisation in writer.size.signatories(one.person)
        ),
    )


def _add_answers(writer: Writer, items: Sequence[_Planned]) -> None:
    writer.add(
        SignOff,
        (
            {"item_id": one.number, "version_number": 1, "words_hash": HASHES[one.number % 10]}
            | {"organisation_id": organisation, "person_id": organisation, "as_role": "lead"}
            | {"answer": Answer.YES, "at": NOW}
            for one in items
            if one.state not in {"draft", "in_review"}
            for organisation in _signers(writer.size, one.person)
        ),
    )


def _add_comments(writer: Writer) -> None:
    writer.add(
        ItemComment,
        (
            {"item_id": MARKED_ITEM, "version_number": n % writer.size.marked.versions + 1}
            | {"person_id": writer.size.any_person(n), "at": NOW}
            | {"body": f"Remark {n}, @{name(n % 40 + 1)}: see https://example.org/{n}"}
            for n in range(writer.size.marked.comments)
        ),
    )


def _publish_items(writer: Writer, items: Sequence[_Planned]) -> None:
    size = writer.size
    writer.publish(
        {"source_kind": "content", "source_id": one.number, "kind": EntryKind.CONTENT, "guard_id": one.guard}
        | {"title": f"Statement {one.number % 10}", "day": one.day, "path": f"/content/i{one.number}"}
        | {"series": f"campaign:{size.campaign_of(one.number, size.marked.items)}", "topic": topic(one.number)}
        | {"organisation_id": size.organisation_of(one.person), "people": [(one.person, Involvement.OWNER)]}
        | {"phrases": _phrases(size.organisation_of(one.person), one.state)}
        for one in items
    )


def _phrases(organisation: int, state: str) -> str:
    details = entry_texts.details("post", f"Org {organisation}", CHANNELS, state)
    return stored_phrases("", details, entry_texts.type_of_content("post", CHANNELS))


def _publish_deadlines(writer: Writer, items: Sequence[_Planned]) -> None:
    size = writer.size
    writer.publish(
        {"source_kind": "content", "source_id": one.number, "part": f"signoff:{organisation}"}
        | {"kind": EntryKind.DEADLINE, "guard_id": one.guard, "title": f"Sign-off due: Statement {one.number % 10}"}
        | {"day": one.day - A_WEEK, "path": f"/content/i{one.number}", "listed": False}
        | {"organisation_id": size.organisation_of(one.person), "to_sign": organisation}
        | {"people": [(organisation, Involvement.REVIEWER)]}
        for one in items
        if one.state == "in_review"
        for organisation in _signers(size, one.person)
    )
