"""What a form that makes a row is, and what several of them have in common."""

import io
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from scheduler.accounts.models import Organisation
from scheduler.campaigns.models import Campaign
from scheduler.content.domain.binding import text_hash
from scheduler.content.domain.item_text import text_from_json
from scheduler.content.domain.kinds import Kind
from scheduler.content.models import (
    Item,
    ItemVersion,
    ReleaseImport,
    SentCopy,
    SpreadsheetImport,
)
from scheduler.db import Base
from tests.at_once.conftest import Town
from tests.logins import logged_in
from tests.word_files.documents import release

PARTICIPANTS = 4
"""How many organisations the demo has; all of them are in its campaign."""

Fill = Callable[[Town], dict[str, object]]


@dataclass(frozen=True)
class Form:
    """A form: who sends it to which address, what it says, and the tables that get one row each.

    `other` is other content for the same form, where that makes other rows; `friend` somebody else who may send it.
    """

    name: str
    who: str
    path: Callable[[Town], str]
    fill: Fill
    tables: tuple[type[Base], ...]
    other: dict[str, object] = field(default_factory=dict)
    friend: str = ""


def item(number: int, rest: str = "") -> Callable[[Town], str]:
    return lambda town: f"/content/{town.rows(Item)[number].public_id}{rest}"


def op_ed(rest: str) -> Callable[[Town], str]:
    return lambda town: f"/content/{next(row for row in town.rows(Item) if row.kind == Kind.OP_ED).public_id}{rest}"


def campaign(rest: str) -> Callable[[Town], str]:
    return lambda town: f"/campaigns/{town.rows(Campaign)[0].public_id}{rest}"


def at(path: str) -> Callable[[Town], str]:
    return lambda _town: path


def bridge(town: Town) -> str:
    return str(town.organisation("Open Bridge"))


def outside(town: Town) -> str:
    """Return the id of an organisation that is in no campaign, added when it is first asked for."""
    if len(town.rows(Organisation)) == PARTICIPANTS:
        town.post("cora", "/organisations/new", name="Outside Circle", zone="UTC", form_id=str(uuid.uuid4()))
    return str(town.rows(Organisation)[-1].id)


def hash_of(town: Town, number: int) -> str:
    found = town.rows(Item)[number]
    versions = [row for row in town.rows(ItemVersion) if row.item_id == found.id]
    return text_hash(text_from_json(versions[-1].text))


def own_observance(town: Town) -> dict[str, object]:
    typed = {"month": "5", "day": "3", "leap_day": "march_1", "duration_days": "1", "country": "", "first_year": ""}
    typed |= {"name": "Day of the Harbour", "topics": "other", "scope": "international"}
    preview = town.post("lena", "/observances/new?kind=fixed_date", **typed, preview="1").text
    found = re.search(r'name="previewed" type="hidden" value="(\w+)"', preview)
    return {**typed, "save": "1", "previewed": found[1] if found else ""}


def wave(town: Town) -> str:
    """Return the preview of a wave in the demo's campaign."""
    return campaign("/wave?preview=1&how=local&day=2027-08-02&time=09:00&zones=organisation")(town)


def all_of_the_wave(town: Town) -> dict[str, object]:
    """Return what the preview sends if everything in it is ticked."""
    page = logged_in(town.app, town.people["lena"]).get(wave(town)).text
    known, shown = (
        re.findall(r'name="known" value="([\w-]+)"', page),
        re.search(r'name="shown"[^>]*value="(\w+)"', page),
    )
    return {"known": known, "item": known, "shown": shown[1] if shown else ""}


def spreadsheet(_town: Town) -> dict[str, object]:
    return {"file": (io.BytesIO(b"Title,Date\nFrom a table,2027-07-20\n"), "plan.csv")}


def rows_of_a_spreadsheet(town: Town) -> str:
    """Return where the rows of a spreadsheet are imported that is uploaded when it is first asked for."""
    if not town.rows(SpreadsheetImport):
        town.post("lena", "/content/import", **spreadsheet(town))
        path = f"/content/import/{town.rows(SpreadsheetImport)[0].public_id}"
        said = {"column_title": "0", "column_day": "1", "zone": "UTC", "organisation_id": bridge(town), "kind": "post"}
        town.post("lena", path, **said, campaign_id="0", with_whom="coalition", revision="1")
    return f"/content/import/{town.rows(SpreadsheetImport)[0].public_id}/rows"


def releases(_town: Town) -> dict[str, object]:
    lines = (("EMBARGOED UNTIL 09:00 UTC, 30 July 2027", "Normal"), ("From a file", "Title"), ("Text", "Normal"))
    return {"files": (io.BytesIO(release(*lines)), "release.docx")}


def uploaded_releases(town: Town) -> str:
    """Return where releases are imported that are uploaded when they are first asked for."""
    if not town.rows(ReleaseImport):
        town.post("lena", "/content/import/releases", **releases(town))
    return f"/content/import/releases/{town.rows(ReleaseImport)[0].public_id}"


def confirmed_release(town: Town) -> dict[str, object]:
    times = {"day": "2027-07-30", "time": "09:00", "zone": "UTC"}
    typed = {"is_chosen": "y", "title": "From a file", "body": "Text", "organisation_id": bridge(town), "owner_id": "0"}
    typed |= {"embargo_choice": "until", "publish-day": "2027-07-30"} | {f"embargo-{k}": v for k, v in times.items()}
    sent: dict[str, object] = {f"release-0-{name}": value for name, value in typed.items()}
    return {**sent, "campaign_id": "0", "with_whom": "coalition"}


def sent_entry(town: Town) -> str:
    """Return where an entry of who was sent the release is corrected, which is made when it is first asked for."""
    path = item(1, "/sent")(town)
    if not town.rows(SentCopy):
        town.post("lena", f"{path}/new", recipient="The Ledger", version_number="1", form_id=str(uuid.uuid4()))
    return f"{path}/{town.rows(SentCopy)[0].address}/edit"


PRESS_FORMS = (
    Form(
        "recipient",
        "lena",
        item(1, "/sent/new"),
        lambda _town: {"recipient": "The Ledger", "version_number": "1"},
        (SentCopy,),
        {"recipient": "The Gazette"},
        "theo",
    ),
    Form(
        "recipient corrected",
        "lena",
        sent_entry,
        lambda _town: {"recipient": "The Daily Ledger", "version_number": "1"},
        (SentCopy,),
    ),
)
