"""Which posts of a campaign go into a file for a publishing tool, and why others do not; for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.services.guards import lifts_at
from scheduler.agenda.visibility_sql import concealed
from scheduler.content.channels.rendering import Publication, publications
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.workflow import UNPUBLISHED, State
from scheduler.content.plan_files.protocol import PlanFile, PlannedPost
from scheduler.content.queries.items import Seen, channels_of_all, items_of_campaign
from scheduler.content.queries.pitches import ExclusiveEnd, exclusive_ends
from scheduler.content.queries.reading_ahead import read_ahead
from scheduler.content.services.check_overrides import failed_checks
from scheduler.content.services.picture_status import faulty_pictures
from scheduler.content.services.quotes import faulty_quotes
from scheduler.dates.timezones import in_zone, resolve_local_time
from scheduler.web.csv_cells import runs_in_spreadsheets

READY = frozenset({State.APPROVED, State.SCHEDULED})


class Left(StrEnum):
    """Why a post is not in the file."""

    NOT_APPROVED = "not_approved"
    CHECK_FAILED = "check_failed"
    PICTURE_FAULTY = "picture_faulty"
    QUOTE_FAULTY = "quote_faulty"
    NO_TIME = "no_time"
    PAST = "past"
    UNDER_EMBARGO = "under_embargo"
    EXCLUSIVE = "exclusive"
    THREAD = "thread"
    TOO_LONG = "too_long"
    FORMULA = "formula"
    PARTED = "parted"
    TWICE = "twice"
    TOO_MANY = "too_many"


LEFT_LABELS = {
    Left.NOT_APPROVED: _l("It is not approved yet."),
    Left.CHECK_FAILED: _l("A required check finds something: change the copy, or override the check with a reason."),
    Left.PICTURE_FAULTY: _l("The consent for one of its pictures has ended: replace the picture first."),
    Left.QUOTE_FAULTY: _l("A speaker it quotes no longer agrees: change the quote first."),
    Left.NO_TIME: _l("It has no time: choose one first."),
    Left.PAST: _l("Its time has passed."),
    Left.UNDER_EMBARGO: _l("It is under embargo when it would be published: move it, or lift the embargo first."),
    Left.EXCLUSIVE: _l("An outlet has it exclusively until later: move it first."),
    Left.THREAD: _l("It is a thread, which the file cannot hold: paste its posts by hand."),
    Left.TOO_LONG: _l("The copy is too long for this channel."),
    Left.FORMULA: _l("It begins like a formula of a spreadsheet: paste it by hand."),
    Left.PARTED: _l("It contains “||”, at which the tool parts texts: paste it by hand."),
    Left.TWICE: _l("Clocks show its time twice in this zone: choose UTC, or paste it by hand."),
    Left.TOO_MANY: _l("The file takes no more posts: upload this one first, then paste it by hand."),
}


@dataclass(frozen=True, slots=True)
class ChosenPlan:
    """What the file is for: a tool, a channel, whose profile (an organisation), and the zone set in the tool."""

    tool: PlanFile
    channel: str
    organisation_id: int
    zone: str


@dataclass(frozen=True, slots=True)
class PlanRows:
    """The posts of the file with their items, in order of time, and what is left out with the reason."""

    posts: tuple[tuple[Seen, PlannedPost], ...]
    left_out: tuple[tuple[Seen, Left], ...]

    @property
    def concealed(self) -> tuple[Seen, ...]:
        """The items in the file that are under embargo now; whoever takes the file opens them."""
        return tuple(seen for seen, _post in self.posts if concealed(seen.item.guard))


def plan_rows(session: Session, viewer: Viewer, campaign_id: int, chosen: ChosenPlan, now: datetime) -> PlanRows:
    """Return what an organisation publishes on a channel: what it owns or signs, and the reader may read in full."""
    items = items_of_campaign(session, viewer, campaign_id)
    channels = channels_of_all(session, items)
    posts: list[tuple[Seen, PlannedPost]] = []
    left_out: list[tuple[Seen, Left]] = []
    ends = exclusive_ends(session, [one.item for one in items])
    read_ahead(session, [one.item for one in items])
    ordered = sorted(items, key=lambda one: (one.item.publish_at or now, one.item.id))
    for seen in ordered:
        is_theirs = chosen.organisation_id in (seen.item.organisation_id, *seen.signatories)
        is_pending = seen.item.state in UNPUBLISHED
        if not (is_theirs and is_pending) or chosen.channel not in channels.get(seen.item.id, ()):
            continue
        found = _post(seen, chosen, now)
        if not isinstance(found, Left) and _is_exclusive(seen, ends.get(seen.item.id)):
            found = Left.EXCLUSIVE
        if not isinstance(found, Left):
            found = _why_not_scheduled(session, seen, now) or found
        if isinstance(found, Left):
            left_out.append((seen, found))
        elif len(posts) == chosen.tool.most_rows:
            left_out.append((seen, Left.TOO_MANY))
        else:
            posts.append((seen, found))
    return PlanRows(tuple(posts), tuple(left_out))


def _post(seen: Seen, chosen: ChosenPlan, now: datetime) -> PlannedPost | Left:
    at = seen.item.publish_at
    why = _why_not_ready(seen, now)
    if at is None or why is not None:
        return why or Left.NO_TIME
    texts = _texts(publications(seen.text, [chosen.channel], Kind(seen.item.kind)), chosen.organisation_id)
    if len(texts) != 1:
        return Left.THREAD
    if why := _why_not_postable(texts[0], chosen.tool):
        return why
    wall = in_zone(at, chosen.zone).replace(tzinfo=None)
    return Left.TWICE if resolve_local_time(wall, chosen.zone).options else PlannedPost(wall, texts[0].text)


def _why_not_ready(seen: Seen, now: datetime) -> Left | None:
    at = seen.item.publish_at
    if State(seen.item.state) not in READY:
        return Left.NOT_APPROVED
    if at is None:
        return Left.NO_TIME
    if at <= now:
        return Left.PAST
    return Left.UNDER_EMBARGO if _is_kept_back(seen, at) else None


def _is_exclusive(seen: Seen, exclusive: ExclusiveEnd | None) -> bool:
    at = seen.item.publish_at
    return exclusive is not None and at is not None and at < exclusive.at


def _why_not_scheduled(session: Session, seen: Seen, now: datetime) -> Left | None:
    """Say what stands in the way of "scheduled": whoever uploads the file schedules what is in it."""
    if failed_checks(session, seen.item, seen.text, now):
        return Left.CHECK_FAILED
    if faulty_pictures(session, seen.item, seen.text, now):
        return Left.PICTURE_FAULTY
    return Left.QUOTE_FAULTY if faulty_quotes(session, seen.item, seen.text, now) else None


def _why_not_postable(text: Publication, tool: PlanFile) -> Left | None:
    if text.count.over:
        return Left.TOO_LONG
    if tool.parts_at and tool.parts_at in text.text:
        return Left.PARTED
    return Left.FORMULA if runs_in_spreadsheets(text.text) else None


def _is_kept_back(seen: Seen, at: datetime) -> bool:
    guard = seen.item.guard
    until = lifts_at(guard)
    return concealed(guard) and (guard.held or until is None or until > at)


def _texts(found: Sequence[Publication], organisation_id: int) -> list[Publication]:
    """Return the organisation's own text, else the one for all; texts in one language are for other files."""
    own = [one for one in found if (one.language, one.organisation_id) == ("", organisation_id)]
    return own or [one for one in found if (one.language, one.organisation_id) == ("", None)]
