"""What belongs to a campaign under a guard: its partner kits, and the messages about it."""

from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.campaigns.models import Campaign
from scheduler.db import Base
from scheduler.kits.models import Kit, KitItem, KitLink, KitOpening
from scheduler.mailings.models import Mailing, MailingRecipient
from tests import factories

OF_CAMPAIGNS: tuple[type[Base], ...] = (Kit, KitItem, KitLink, KitOpening, Mailing, MailingRecipient)


def kit_and_message(
    session: Session, campaign: Campaign, secret_key: str, item_id: int, to: int, now: datetime
) -> dict[str, str]:
    """Add one of each, and return their addresses."""
    kit, link, token = factories.kit(session, campaign.id, secret_key, item_id)
    message = factories.mailing(session, campaign, campaign.owner_id, to, at=now)
    return {"kits": kit.address, "link": link.address, "token": token, "messages": message.address}
