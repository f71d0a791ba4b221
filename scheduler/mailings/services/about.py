"""What a message is about, a campaign or the date of an observance: how it is kept, told and put on record."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import Source
from scheduler.agenda.services.notifications import NotificationDraft, NotificationKind, notify
from scheduler.agenda.services.publishing import entry_of
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services.audit import note
from scheduler.campaigns.services.locking import lock_campaign
from scheduler.campaigns.services.notifications import announce
from scheduler.mailings.models import Mailing
from scheduler.observances.models import Edition
from scheduler.outbox.bundling import REPLIES_TO
from scheduler.rows import lock_row


class About(Protocol):
    """What a message is about; `kind` is how its notifications are called, `column` and `ident` how its row is."""

    kind: NotificationKind
    column: str

    @property
    def ident(self) -> int: ...

    def lock(self, session: Session) -> None:
        """Hold the row, after the sender."""

    def announce(self, session: Session, to: Collection[int], mailing: Mailing, context: ChangeContext) -> None:
        """Notify those chosen and nobody else, and put it on record."""


def _details(mailing: Mailing) -> Mapping[str, int]:
    replies = {REPLIES_TO: mailing.sender_id} if mailing.with_replies else {}
    return {"mailing_id": mailing.id, **replies}


@dataclass(frozen=True, slots=True)
class AboutCampaign:
    """A campaign, whose embargo holds for its messages as well."""

    campaign: Campaign
    kind = NotificationKind.CAMPAIGN_MESSAGE
    column = "campaign_id"

    @property
    def ident(self) -> int:
        """The campaign."""
        return self.campaign.id

    def lock(self, session: Session) -> None:
        """Hold the campaign with its guard."""
        lock_campaign(session, self.campaign)

    def announce(self, session: Session, to: Collection[int], mailing: Mailing, context: ChangeContext) -> None:
        """Notify those chosen and nobody else, and put it on record."""
        announce(session, self.campaign, self.kind, to, context, details=_details(mailing))
        note(session, self.campaign, AuditAct.CAMPAIGN_MESSAGE_SENT, context, mailing_id=mailing.id)


@dataclass(frozen=True, slots=True)
class AboutEdition:
    """A date of a registered observance, of which every visitor may know."""

    edition: Edition
    kind = NotificationKind.EDITION_MESSAGE
    column = "edition_id"

    @property
    def ident(self) -> int:
        """The edition."""
        return self.edition.id

    def lock(self, session: Session) -> None:
        """Hold the edition; nothing of it changes."""
        lock_row(session, Edition, self.edition.id, shared=True)

    def announce(self, session: Session, to: Collection[int], mailing: Mailing, context: ChangeContext) -> None:
        """Notify those chosen and nobody else, and put it on record; an edition without days has no entry to do so."""
        entry = entry_of(session, Source(SourceKind.EDITION, self.edition.id))
        if entry is not None:
            draft = NotificationDraft(
                entry.id,
                self.kind,
                context.actor_id,
                tuple(to),
                str(mailing.id),
                _details(mailing),
                # To whom it is sent may say who has something under embargo in hand.
                private=True,
                complete=True,
            )
            notify(session, draft, context.now)
        record(
            session,
            AuditAct.EDITION_MESSAGE_SENT,
            (SubjectKind.EDITION, self.edition.id),
            actor_id=context.actor_id,
            now=context.now,
            details={"mailing_id": mailing.id},
        )
