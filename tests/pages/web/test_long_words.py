"""Words without a break fit a telephone, whatever they are the title or the name of."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import Column, String, Text, select, update

from scheduler.content.models import ItemVersion
from scheduler.db import Base
from tests.pages.web.demo_pages import OPEN_ALL, STARTS, enter
from tests.pages.web.every_page import Mark, pages_of

WIDTH = 360
SCALE = 704
"""How wide the scales of days are, 44rem, whatever the words on them."""
WORDS = (
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "https://example.org/campagne/declaration-commune-contre-la-traite-des-personnes1",
    "วันต่อต้านการค้ามนุษย์โลกเพื่อเด็กและครอบครัวของแรงงานข้ามชาติที่รออยู่ที่บ้าน12",
    "ኢንተርናሽናልየሰዎችንዝውውርመከላከያቀንበዓለምአቀፍደረጃለሕፃናትናለቤተሰቦቻቸውየሚከበርዕለትነውናእንተባበር",
)
TITLES = frozenset(
    {
        "title",
        "name",
        "recipient",
        "short_name",
        "source_name",
        "statement",
        "safe_title",
        "goal",
        "note",
        "location",
        "description",
        "number",
        "state_note",
        "theme",
    }
)
"""The columns that hold what people typed in one line or more."""

WIDEST = """
Math.max(document.scrollingElement.scrollWidth, ...[...document.querySelectorAll(".table-scroll")]
  .map(one => innerWidth + one.scrollWidth - one.clientWidth),
  ...[...document.querySelectorAll(".plot-scroll")].map(one => innerWidth + one.scrollWidth - SCALE))
""".replace("SCALE", str(SCALE))


def typed_columns() -> Iterator[Column[str]]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.name in TITLES and isinstance(column.type, String | Text) and not column.primary_key:
                yield column


def long_words(store) -> None:
    """Put one long word into everything that has a title, a name or a note."""
    for column in typed_columns():
        key = next(iter(column.table.primary_key.columns))
        length = (column.type.length if isinstance(column.type, String) else None) or len(WORDS[0])
        for number, (ident,) in enumerate(store.execute(select(key)).all()):
            store.execute(
                update(column.table).where(key == ident).values({column: WORDS[number % len(WORDS)][:length]})
            )
    for number, version in enumerate(store.scalars(select(ItemVersion))):
        word = WORDS[number % len(WORDS)]
        body = f"# {word}\n\n- {word}\n\n> {word}"
        version.text = json.dumps(json.loads(version.text) | {"title": word, "byline": word, "body": body})
    store.commit()


@pytest.mark.first
@pytest.mark.timeout(240)
def test_a_word_without_a_break_fits_every_page(demo, store, open_undrawn_page, live_server, extent):
    long_words(store)
    walked: set[str] = set()
    known: set[Mark] = set()
    too_wide = []
    for role in ("lead", "coordinator", "lead in an embargo group", "lead who has published", "visitor"):
        client = demo.client(role)
        page = open_undrawn_page(width=WIDTH)
        enter(page, client, live_server.url)
        for one in pages_of(demo.app, client, STARTS, demo.fill, walked, anew=False):
            if one.endpoint in walked:
                continue
            walked.add(one.endpoint)
            # What is made of nothing but what has fitted fits.
            if one.markup.marks <= known and not extent.is_audit:
                continue
            known |= one.markup.marks
            page.goto(one.path, wait_until="domcontentloaded")
            page.evaluate(OPEN_ALL)
            width = page.evaluate(WIDEST)
            too_wide += [(one.path, width)] * (width > WIDTH)

    assert too_wide == []
    assert len(walked) > 60
