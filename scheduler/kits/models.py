"""Tables of kits: what partners without accounts get by link, and how often each link was opened."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.db import Addressed, Base, MadeByForm


class Kit(Base, MadeByForm, Addressed):
    """Content of a campaign for partners; they see title and introduction once nothing in it is under embargo.

    `expires_on` is the last day, inclusive, in the zone of the organisation that leads the campaign. With `is_dealt`
    each partner gets one post for each network, so that not everybody posts the same.
    """

    __tablename__ = "kit"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(160))
    introduction: Mapped[str] = mapped_column(Text, default="")
    is_dealt: Mapped[bool] = mapped_column(default=True)
    expires_on: Mapped[date]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    revision: Mapped[int] = mapped_column(default=1)


class KitItem(Base):
    """An item in a kit, chosen by somebody who may publish it; `audience` is its access at that moment.

    With another access it is not given out, unless everybody may read it.
    """

    __tablename__ = "kit_item"

    kit_id: Mapped[int] = mapped_column(ForeignKey("kit.id", ondelete="CASCADE"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True, index=True)
    audience: Mapped[str] = mapped_column(String(16))
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    added_at: Mapped[datetime]


class KitLink(Base, Addressed):
    """A partner's secret link to a kit; `nonce` and the site's key make its token, of which the hash is kept."""

    __tablename__ = "kit_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    kit_id: Mapped[int] = mapped_column(ForeignKey("kit.id", ondelete="CASCADE"), index=True)
    partner: Mapped[str] = mapped_column(String(120))
    nonce: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)


class KitOpening(Base):
    """How often a link was opened on a day, which is one of the coalition's zone; nothing is kept of who did."""

    __tablename__ = "kit_opening"

    link_id: Mapped[int] = mapped_column(ForeignKey("kit_link.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    times: Mapped[int] = mapped_column(default=0)
