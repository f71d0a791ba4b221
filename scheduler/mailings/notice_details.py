"""What mail says of a message: who writes, to how many, and the text; under embargo only that there is one."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.accounts.queries.people import addresses_of, profiles
from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.services.notifications import WRITTEN, NotificationKind
from scheduler.mailings.models import Mailing
from scheduler.mailings.queries.unguarded import mailings_by_id
from scheduler.outbox.rendering import NotSent
from scheduler.reminders.details import Asked, Details, Found


class MailingNotices:
    """Knows the messages to those concerned by a campaign or a date."""

    source_kinds = frozenset({SourceKind.CAMPAIGN, SourceKind.EDITION})

    def details(self, session: Session, asked: Sequence[Asked], now: datetime) -> Found:  # noqa: ARG002 - of the protocol
        """Return what can be said of these notices."""
        written = [one for one in asked if one.kind in WRITTEN]
        mailings = mailings_by_id(session, {int(one.payload["mailing_id"]) for one in written}) if written else {}
        senders = profiles(session, {row.sender_id for row in mailings.values() if row.with_replies})
        addresses = addresses_of(session, {ident for ident, one in senders.items() if one.is_open})
        found: dict[int, Details | NotSent] = {}
        for one in written:
            mailing = mailings.get(int(one.payload["mailing_id"]))
            if mailing is None:
                found[one.message.id] = NotSent("removed")
                continue
            # The sender may want replies to another message alone.
            address = addresses.get(mailing.sender_id, "") if mailing.with_replies else ""
            found[one.message.id] = _details(one, mailing, address)
        return found


def _details(asked: Asked, mailing: Mailing, address: str) -> Details:
    if asked.entry.concealed:
        # An address for answers would name an organisation.
        return Details(path=f"{asked.entry.path}/messages/{mailing.address}")
    is_of_campaign = asked.kind is NotificationKind.CAMPAIGN_MESSAGE
    return Details(
        heading=_("%(actor)s: %(subject)s", actor=asked.actor, subject=mailing.subject),
        # Not to how many: that may tell of what the reader may not read.
        sentence=_(
            "%(actor)s wrote to those concerned by the campaign “%(title)s”.", actor=asked.actor, title=asked.title
        )
        if is_of_campaign
        else _("%(actor)s wrote to those concerned by “%(title)s”.", actor=asked.actor, title=asked.title),
        rows=((_("Reply to"), address),) if address else (),
        quote=mailing.text,
        quote_label=_("%(actor)s writes:", actor=asked.actor),
        action=_("Open the campaign") if is_of_campaign else _("Open the observance"),
        reply_to=address,
    )
