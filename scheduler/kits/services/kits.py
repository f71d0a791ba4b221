"""Makes, changes and withdraws kits and their links."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.audit.acts import AuditAct
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services.audit import note
from scheduler.campaigns.services.locking import lock_campaign
from scheduler.kits.domain.tokens import token_of
from scheduler.kits.models import Kit, KitItem, KitLink
from scheduler.kits.queries.kits import items_of, kits_of, links_of
from scheduler.kits.services.offers import Offers
from scheduler.rows import RowGoneError, Sent, StaleEditError, lock_row, once_by_form
from scheduler.secret_tokens import hash_of

MAX_KITS, MAX_LINKS = 20, 100
"""How many kits a campaign may have that are not withdrawn, and how many links a kit may ever get."""


class TooManyKitsError(ValueError):
    """The campaign has `MAX_KITS` kits."""


class TooManyPartnersError(ValueError):
    """The kit would have more than `MAX_LINKS` links."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KitDraft:
    """A kit as asked for: `items` are ids of what was ticked, `partners` names that get a new link each."""

    title: str
    introduction: str
    is_dealt: bool
    expires_on: date
    items: frozenset[int]
    partners: tuple[str, ...]


def make_kit(
    session: Session,
    campaign: Campaign,
    draft: KitDraft,
    offers: Offers,
    *,
    secret_key: str,
    form_id: str,
    context: ChangeContext,
) -> Kit:
    """Make a kit with a link for each partner; the same form sent twice makes one, also once that is withdrawn.

    Raises:
        TooManyKitsError: there are enough of them.
        TooManyPartnersError: there are too many partners.
    """
    lock_campaign(session, campaign)

    def make(key: str | None) -> Kit:
        if sum(one.withdrawn_at is None for one in kits_of(session, campaign)) >= MAX_KITS:
            raise TooManyKitsError
        kit = Kit(campaign_id=campaign.id, form_id=key, created_by_id=context.actor_id, created_at=context.now)
        _fill(kit, draft)
        session.add(kit)
        session.flush()
        _choose(session, kit, draft.items, offers, context)
        _add_links(session, kit, draft.partners, secret_key, context)
        note(session, campaign, AuditAct.CAMPAIGN_KIT_MADE, context, count=len(draft.partners))
        return kit

    sent = Sent(form_id, context.actor_id, (campaign.id, draft))
    return once_by_form(session, Kit, sent, make)


def change_kit(
    session: Session,
    campaign: Campaign,
    kit: Kit,
    draft: KitDraft,
    offers: Offers,
    *,
    secret_key: str,
    revision: int | None,
    context: ChangeContext,
) -> None:
    """Change a kit and add links for new partners; links that there are stay. Saying it again changes nothing.

    Raises:
        RowGoneError: it was withdrawn meanwhile.
        StaleEditError: somebody else changed it in the meantime.
        TooManyPartnersError: there are too many partners.
    """
    _lock_open(session, campaign, kit)
    if draft == _saved(session, kit, offers):
        return
    if revision != kit.revision:
        raise StaleEditError
    _fill(kit, draft)
    kit.revision += 1
    _choose(session, kit, draft.items, offers, context)
    _add_links(session, kit, draft.partners, secret_key, context)
    note(session, campaign, AuditAct.CAMPAIGN_KIT_CHANGED, context)


def withdraw_kit(session: Session, campaign: Campaign, kit: Kit, context: ChangeContext) -> None:
    """Close all links of a kit at once, for good. Twice is once."""
    lock_campaign(session, campaign)
    lock_row(session, Kit, kit.id)
    if kit.withdrawn_at is None:
        kit.withdrawn_at = context.now
        kit.revision += 1
        note(session, campaign, AuditAct.CAMPAIGN_KIT_WITHDRAWN, context)


def withdraw_link(session: Session, campaign: Campaign, kit: Kit, link: KitLink, context: ChangeContext) -> None:
    """Close one link for good. Twice is once."""
    lock_campaign(session, campaign)
    lock_row(session, Kit, kit.id)
    lock_row(session, KitLink, link.id)
    if link.withdrawn_at is None:
        link.withdrawn_at = context.now
        note(session, campaign, AuditAct.CAMPAIGN_KIT_LINK_WITHDRAWN, context)


def _lock_open(session: Session, campaign: Campaign, kit: Kit) -> None:
    lock_campaign(session, campaign)
    if lock_row(session, Kit, kit.id).withdrawn_at is not None:
        raise RowGoneError(f"kit {kit.id} is withdrawn")


def _fill(kit: Kit, draft: KitDraft) -> None:
    kit.title, kit.introduction = draft.title, draft.introduction
    kit.is_dealt, kit.expires_on = draft.is_dealt, draft.expires_on


def _saved(session: Session, kit: Kit, offers: Offers) -> KitDraft:
    """Return what a form would send that changes nothing."""
    chosen = frozenset(row.item_id for row in items_of(session, kit)) - offers.unread
    return KitDraft(
        title=kit.title,
        introduction=kit.introduction,
        is_dealt=kit.is_dealt,
        expires_on=kit.expires_on,
        items=chosen,
        partners=(),
    )


def _choose(session: Session, kit: Kit, wanted: Collection[int], offers: Offers, context: ChangeContext) -> None:
    """Make these the items of a kit; those that whoever acts may not read stay in it."""
    known = {row.item_id: row for row in items_of(session, kit)}
    for item_id, row in known.items():
        if item_id not in wanted and item_id not in offers.unread:
            session.delete(row)
    audiences = {seen.item.id: seen.rules.audience for seen in offers.items}
    for item_id in sorted(set(wanted) & audiences.keys() - known.keys()):
        row = KitItem(kit_id=kit.id, item_id=item_id, audience=audiences[item_id], added_by_id=context.actor_id)
        row.added_at = context.now
        session.add(row)
    session.flush()


def _add_links(session: Session, kit: Kit, partners: Sequence[str], secret_key: str, context: ChangeContext) -> None:
    if len(links_of(session, kit)) + len(partners) > MAX_LINKS:
        raise TooManyPartnersError
    for partner in partners:
        # The token holds the row's id, so the row comes first, under a hash that no token has.
        nonce, unknown = secrets.token_hex(16), secrets.token_hex(32)
        link = KitLink(kit_id=kit.id, partner=partner, nonce=nonce, token_hash=unknown, made_at=context.now)
        session.add(link)
        session.flush()
        link.token_hash = hash_of(token_of(secret_key, link.id, link.nonce))
    session.flush()
