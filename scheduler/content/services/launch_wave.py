"""Gives items of a campaign the moments of a wave, as the preview showed them, once and so that it can be undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.domain.acts import Act as Acts
from scheduler.accounts.reading import organisations_among
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import Timed
from scheduler.agenda.services.guards import lifts_at
from scheduler.agenda.visibility_sql import concealed
from scheduler.campaigns.models import Campaign
from scheduler.content.domain.launch_wave import Kept, Wave, WaveItem, WaveLine, fingerprint, wave_lines
from scheduler.content.domain.skipping import SkippedError, SkipReason
from scheduler.content.domain.workflow import UNPUBLISHED, Refusal, State
from scheduler.content.models import Answer, Item
from scheduler.content.permissions import roles
from scheduler.content.queries.channel_zones import channel_zones
from scheduler.content.queries.feedback import GivenAnswer, sign_offs_by_item
from scheduler.content.queries.items import Seen, channels_of_all, items_of_campaign
from scheduler.content.queries.reading_ahead import read_ahead
from scheduler.content.services.bulk import (
    Act,
    BulkResult,
    ItemWithRoles,
    Sending,
    change_each,
    earlier_change,
    require_open,
    shift_item,
)
from scheduler.content.services.item_plan import set_publish_time
from scheduler.content.services.moved_days import still_publishable, stopped_by
from scheduler.content.services.offsets import keep_step
from scheduler.rows import StaleEditError

MOST_ITEMS = 200
"""More are neither looked through in a preview nor moved in one act; the first ones by day are offered."""


@dataclass(frozen=True, slots=True)
class Launch:
    """A wave as somebody wants it: the items ticked, by id, the `fingerprint` of all that were shown, and the form."""

    wave: Wave
    ticked: frozenset[int]
    fingerprint: str
    form_id: str


def movable_items(session: Session, viewer: Viewer, actor_roles: ActorRoles, campaign: Campaign) -> list[Seen]:
    """Return the items of a campaign that are still to come out and that the reader may move."""
    seen = items_of_campaign(session, viewer, campaign.id)
    return [one for one in seen if one.item.state in UNPUBLISHED and roles(actor_roles, one.item).may(Acts.CHANGE_PLAN)]


def planned_wave(
    session: Session, items: Sequence[Seen], campaign: Campaign, wave: Wave, context: ChangeContext
) -> tuple[WaveLine, ...]:
    """Return where the items would come to lie, with what there is to point out of each."""
    channels = channels_of_all(session, items)
    owners = {one.item.organisation_id for one in items}
    zones, organisations = channel_zones(session, owners), organisations_among(session, owners)
    signed = sign_offs_by_item(session, [one.item.id for one in items])
    wanted = [
        WaveItem(
            item_id=one.item.id,
            title=one.version.title,
            organisation=organisations[one.item.organisation_id].name,
            zone=organisations[one.item.organisation_id].zone,
            state=State(one.item.state),
            channels={
                slug: zones.get(one.item.organisation_id, {}).get(slug, organisations[one.item.organisation_id].zone)
                for slug in channels.get(one.item.id, ())
            },
            is_signed=_is_signed(one, signed.get(one.item.id, ())),
            embargo=embargo_kept(one.item.guard),
            publish_at=one.item.publish_at,
        )
        for one in items
    ]
    return wave_lines(wanted, wave, embargo_kept(campaign.guard), context.now)


def stopped_lines(
    session: Session, items: Sequence[Seen], lines: Sequence[WaveLine], context: ChangeContext
) -> dict[int, tuple[Refusal, ...]]:
    """Return by item what would keep a scheduled one from its place in the wave, as `launch` asks it."""
    rows = {one.item.id: one.item for one in items if one.item.state == State.SCHEDULED}
    placed = {line.item.item_id: line for line in lines if line.item.item_id in rows and not line.is_blocked}
    read_ahead(session, [rows[ident] for ident in placed])

    def found(ident: int) -> tuple[Refusal, ...]:
        return stopped_by(session, rows[ident], lambda: _place(session, rows[ident], placed), context.now)

    return {ident: found(ident) for ident in placed}


def launch(
    session: Session,
    items: Sequence[Seen],
    campaign: Campaign,
    wanted: Launch,
    *,
    actor_roles: ActorRoles,
    context: ChangeContext,
) -> BulkResult:
    """Give the ticked items their moments, once for each form; campaign and items were locked before they were read.

    States and embargoes stay. The day of the sign-off and the end of exclusivity move along by whole days.

    Raises:
        StaleEditError: what would be done is not what the preview showed.
    """
    lines = planned_wave(session, items, campaign, wanted.wave, context)
    moments = {line.item.item_id: line for line in lines if not line.is_blocked and line.item.item_id in wanted.ticked}
    chosen = [ItemWithRoles(one.item, roles(actor_roles, one.item)) for one in items if one.item.id in moments]

    content = sorted((ident, str(line.at)) for ident, line in moments.items())
    sending = Sending(context, wanted.form_id, content)
    # What the form has done itself is no change to what it showed.
    earlier, _key = earlier_change(session, Act.WAVE, chosen, sending)
    if earlier is not None:
        return earlier
    if fingerprint(lines) != wanted.fingerprint:
        raise StaleEditError

    def place(mine: ItemWithRoles) -> None:
        require_open(mine)
        with still_publishable(session, mine.item, context.now):
            _place(session, mine.item, moments)

    return change_each(session, Act.WAVE, chosen, place, sending)


def _place(session: Session, item: Item, moments: Mapping[int, WaveLine]) -> None:
    line = moments[item.id]
    if line.wall is None or line.at is None:
        raise SkippedError(SkipReason.OUT_OF_RANGE)
    when = Timed(line.wall, line.zone, at=line.at)
    if (item.publish_local, item.publish_zone, item.publish_at) == (when.local_start, when.zone, when.at):
        raise SkippedError(SkipReason.UNCHANGED)
    if item.publish_on is not None:
        shift_item(item, (line.wall.date() - item.publish_on).days)
    set_publish_time(item, when)
    keep_step(session, item)


def _is_signed(seen: Seen, answers: Sequence[GivenAnswer]) -> bool:
    """Say whether an organisation has signed the text as it is."""
    version, signed_hash = seen.version, seen.version.signed_hash
    return any(row.answer == Answer.YES and version.counted(row.text_hash) == signed_hash for row in answers)


def embargo_kept(guard: Guard) -> Kept | None:
    """Return the embargo of a guard; None when nothing conceals it."""
    return Kept(lifts_at(guard), guard.held) if concealed(guard) else None
