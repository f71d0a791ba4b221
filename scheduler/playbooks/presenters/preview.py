"""The preview of a plan in a campaign: every line with its day, zone and owner, and what there is to point out."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from scheduler.accounts.reading import organisations_among
from scheduler.accounts.services.actor_roles import names
from scheduler.content.labels import channel_name, kind_label
from scheduler.playbooks.domain.planning import LEFT_OUT, PlannedLine, Remark
from scheduler.playbooks.domain.slots import Plan, SlotKind
from scheduler.playbooks.labels import KIND_LABELS, offset_label, remark_label, slot_time_label


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A line in words; `has_time` says that it is planned to the minute."""

    line: PlannedLine
    what: str
    offset: str
    time: str
    owner: str
    channels: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """All lines, what is left out at first in sentences, and organisations whose holidays are not known."""

    plan: Plan
    lines: tuple[PreviewLine, ...]
    notes: tuple[str, ...]
    without_country: tuple[str, ...]


def preview_of(session: Session, plan: Plan, lines: Sequence[PlannedLine]) -> Preview:
    """Return what the page shows of the lines of a plan."""
    people = names(session, {line.person_id for line in lines if line.person_id is not None})
    shown = {line.organisation_id for line in lines}
    organisations = organisations_among(session, shown)
    nameless = [row.name for ident, row in organisations.items() if ident in shown and not row.country]
    return Preview(
        plan,
        tuple(_line(line, people.get(line.person_id or 0, "")) for line in lines),
        _notes(lines),
        tuple(nameless),
    )


def _line(line: PlannedLine, person: str) -> PreviewLine:
    is_content = line.kind is SlotKind.CONTENT
    return PreviewLine(
        line=line,
        what=kind_label(line.item_kind) if is_content else str(KIND_LABELS[SlotKind.TASK]),
        offset=offset_label(line.offset_days),
        time=slot_time_label(line.slot) if is_content and line.at is None else "",
        owner=f"{line.organisation} · {person}" if person else line.organisation,
        channels=", ".join(channel_name(slug) for slug in line.channels),
        remarks=tuple(remark_label(line, remark) for remark in line.remarks),
    )


def _notes(lines: Sequence[PlannedLine]) -> tuple[str, ...]:
    """Say how many lines are not ticked, and why."""
    counts = {remark: sum(remark in line.remarks for line in lines) for remark in LEFT_OUT}
    notes = []
    if past := counts[Remark.PAST]:
        notes.append(
            ngettext(
                "%(num)s line falls into the past and is not ticked.",
                "%(num)s lines fall into the past and are not ticked.",
                past,
            )
        )
    if made := counts[Remark.MADE]:
        notes.append(
            ngettext(
                "%(num)s line is in this campaign already and is not ticked.",
                "%(num)s lines are in this campaign already and are not ticked.",
                made,
            )
        )
    if counts[Remark.NOT_YOURS]:
        notes.append(_("Lines for other organisations can be added by the campaign manager or a lead."))
    return tuple(notes)
