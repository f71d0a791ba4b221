"""What those who manage a campaign see of its kits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Audience
from scheduler.campaigns.models import Campaign
from scheduler.content.labels import channel_name, kind_label, state_label
from scheduler.content.queries.items import Seen, channels_of_all
from scheduler.kits.domain.tokens import token_of
from scheduler.kits.models import Kit, KitLink
from scheduler.kits.presenters.partner import is_over
from scheduler.kits.queries.kits import Openings, counts_of, kits_of, links_of, openings_of


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A partner's link: its path, and how often it was opened; `path` is empty once it is closed."""

    link: KitLink
    path: str
    openings: Openings | None


@dataclass(frozen=True, slots=True)
class KitLine:
    """A kit in the list: how many of its links are open, and whether its last day is over."""

    kit: Kit
    links: int
    is_over: bool


def kit_lines(session: Session, campaign: Campaign, now: datetime) -> list[KitLine]:
    """Return the kits of a campaign, the newest first."""
    kits = kits_of(session, campaign)
    counts = counts_of(session, kits)
    return [KitLine(kit, counts.get(kit.id, 0), is_over(session, kit, campaign, now)) for kit in kits]


def link_lines(session: Session, kit: Kit, secret_key: str) -> list[LinkLine]:
    """Return the links of a kit in the order in which they were made."""
    links = links_of(session, kit)
    opened = openings_of(session, [link.id for link in links])
    return [LinkLine(link, _path(kit, link, secret_key), opened.get(link.id)) for link in links]


def _path(kit: Kit, link: KitLink, secret_key: str) -> str:
    if kit.withdrawn_at is not None or link.withdrawn_at is not None:
        return ""
    return f"/kit/{token_of(secret_key, link.id, link.nonce)}"


def item_choices(session: Session, items: Sequence[Seen]) -> list[tuple[str, str]]:
    """Return items as a form offers them: which one it is, and who may read it now."""
    channels = channels_of_all(session, items)
    return [(seen.item.public_id, _choice(seen, channels.get(seen.item.id, ()))) for seen in items]


def _choice(seen: Seen, channels: Sequence[str]) -> str:
    kind = kind_label(seen.item.kind)
    where = ", ".join(channel_name(channel) for channel in channels)
    what = " · ".join(part for part in (seen.text.title, kind, where, state_label(seen.item.state)) if part)
    if seen.rules.audience is Audience.PUBLIC:
        return what
    # Translators: what is the title, type and status of an item
    return _("%(what)s · so far for members only", what=what)
