"""What the search finds of campaigns that have no day, and so no calendar entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Organisation
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Guard
from scheduler.agenda.visibility_sql import AnyMember, asked_by, asking, concealed_clause, readable_clause
from scheduler.campaigns.models import Campaign
from scheduler.folding import holds

MOST_LOOKED_AT = 2000
"""In how many campaigns without a day, the newest, words are looked for."""


@dataclass(frozen=True, slots=True)
class UndatedCampaign:
    """A campaign without a day, as a list shows it to somebody who may read it."""

    public_id: str
    title: str
    organisation: str
    is_cancelled: bool


def undated_campaigns(session: Session, viewer: Viewer, words: Sequence[str]) -> list[UndatedCampaign]:
    """Return what has no day and holds all words in title or goal, the newest first.

    As everywhere in the search, nothing that is concealed, for whomever.
    """
    rows = session.execute(_undated(asking(viewer)), asked_by(viewer))
    return [
        UndatedCampaign(public_id, title, organisation, cancelled_at is not None)
        for public_id, title, goal, organisation, cancelled_at in rows
        if holds(f"{title}\n{goal}", words)
    ]


# Built once: to build it takes longer than to answer it.
@lru_cache(maxsize=8)
def _undated(viewer: Viewer | AnyMember) -> Select[*tuple[Any, ...]]:
    shown = (Campaign.public_id, Campaign.title, Campaign.goal, Organisation.name, Campaign.cancelled_at)
    query = select(*shown).join(Guard, Guard.id == Campaign.guard_id)
    query = query.join(Organisation, Organisation.id == Campaign.organisation_id)
    query = query.where(Campaign.first_day.is_(None), Campaign.deleted_at.is_(None))
    query = query.where(readable_clause(viewer), ~concealed_clause())
    return query.order_by(Campaign.id.desc()).limit(MOST_LOOKED_AT)
