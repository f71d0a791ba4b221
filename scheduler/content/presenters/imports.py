"""What the pages of an import show: what can be chosen, and every row as it would become."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.accounts.queries.people import addresses_of
from scheduler.content.channels.registry import CHANNELS
from scheduler.content.domain.import_columns import Target, guessed_columns
from scheduler.content.domain.import_settings import ImportSettings, Offers
from scheduler.content.domain.kinds import Kind
from scheduler.content.labels import KIND_LABELS, TARGET_LABELS, channel_name
from scheduler.content.models import SpreadsheetImport
from scheduler.content.presenters.choices import Choices
from scheduler.content.services.import_plan import ImportPlan, PlannedRow

_KIND_NAMES = {
    Kind.POST: ("post", "social post", "social media post", "social"),
    Kind.PRESS_RELEASE: ("press release", "release", "pr"),
    Kind.OP_ED: ("op-ed", "op ed", "oped", "opinion"),
    Kind.NEWSLETTER: ("newsletter", "email", "e-mail"),
    Kind.STATEMENT: ("statement",),
    Kind.ARTICLE: ("article", "blog", "blog post"),
    Kind.VIDEO: ("video",),
}
_CHANNEL_NAMES = {"x": ("twitter", "x (twitter)", "x/twitter"), "website": ("web", "site"), "press_list": ("press",)}


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row of the preview; `remarks` are triples of column, sentence and whether it is an error."""

    row: PlannedRow
    remarks: tuple[tuple[str, str, bool], ...]
    organisation: str
    owner: str
    channels: tuple[str, ...]
    is_ticked: bool


def offers_for(session: Session, choices: Choices) -> Offers:
    """Return what texts of a file may mean to this person."""
    staff = choices.staff_of_own()
    addresses = addresses_of(session, [ident for ident, _name in staff])
    people = {str(ident): (name, name.partition(" (")[0], addresses.get(ident, "")) for ident, name in staff}
    kinds = {kind.value: (kind.value, str(label), *_KIND_NAMES[kind]) for kind, label in KIND_LABELS.items()}
    channels = {slug: (slug, channel_name(slug), *_CHANNEL_NAMES.get(slug, ())) for slug in CHANNELS}
    organisations = {str(ident): (name,) for ident, name in choices.organisations}
    return Offers(
        own=dict(choices.own),
        organisations=dict(choices.organisations),
        staff=choices.staff,
        names={
            Target.KIND: kinds,
            Target.CHANNELS: channels,
            Target.OWNER: people,
            Target.ORGANISATION: organisations,
            Target.CAMPAIGN: {name: (title,) for name, title in choices.campaigns},
        },
        labels={
            Target.KIND: {kind.value: str(label) for kind, label in KIND_LABELS.items()},
            Target.CHANNELS: {slug: channel_name(slug) for slug in CHANNELS},
            Target.OWNER: {str(ident): name for ident, name in staff},
            Target.ORGANISATION: {str(ident): name for ident, name in choices.own},
            Target.CAMPAIGN: dict(choices.campaigns),
        },
        campaign_ids=choices.campaign_ids,
    )


def sheet_rows(upload: SpreadsheetImport, sheet: int) -> tuple[tuple[str, ...], list[tuple[int, Sequence[str]]]]:
    """Return the header of a sheet, padded to its widest row, and the rows below it with their numbers."""
    rows: list[Any] = upload.sheets[sheet][1]
    header, *body = rows
    width = max(len(cells) for _number, cells in rows)
    return (*header[1], *[""] * (width - len(header[1]))), [(number, cells) for number, cells in body]


def first_settings(upload: SpreadsheetImport, sheet: int, choices: Choices, zone: str) -> ImportSettings:
    """Return what is suggested for a sheet."""
    header, _rows = sheet_rows(upload, sheet)
    return ImportSettings(sheet=sheet, columns=guessed_columns(header), zone=zone, organisation_id=choices.own[0][0])


def row_lines(plan: ImportPlan, choices: Choices, ticked: frozenset[int] | None) -> list[RowLine]:
    """Return the rows of the preview; `ticked` is what was ticked before, None for what is suggested."""
    organisations, people = dict(choices.organisations), dict(choices.people)
    return [_line(row, organisations, people, ticked) for row in plan.rows]


def _line(
    row: PlannedRow, organisations: dict[int, str], people: dict[int, str], ticked: frozenset[int] | None
) -> RowLine:
    remarks = tuple((str(TARGET_LABELS[one.target]), one.message.render(_), one.is_error) for one in row.remarks)
    plan = row.plan
    return RowLine(
        row,
        remarks,
        organisations.get(plan.organisation_id, "") if plan else "",
        people.get(plan.owner_id or 0, "") if plan else "",
        tuple(channel_name(slug) for slug in plan.channels) if plan else (),
        is_ticked=plan is not None and (not row.is_double if ticked is None else row.number in ticked),
    )
