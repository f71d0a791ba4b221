"""What notices about campaigns and tasks tell beyond the entry: why a day moved or is lost, who asks, how much it is.

Mail is neutral for everybody before the lift: of a campaign under embargo it names no organisation and gives no reason.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from scheduler.accounts.reading import organisation_names
from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.domain.visibility import sees_text
from scheduler.agenda.models import EntryKind
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.queries.unguarded import campaigns_by_id
from scheduler.events.models import Event
from scheduler.events.reading import events_with_guards
from scheduler.observances.models import Edition
from scheduler.observances.queries.observances import editions_by_id
from scheduler.outbox.rendering import NotSent
from scheduler.reminders.details import (
    NO_DETAILS,
    Asked,
    Details,
    Found,
    PeopleNamed,
    embargo_removed,
    organisation_closed,
    why,
)

_IS_TASK = frozenset({EntryKind.TASK})


class CampaignNotices:
    """Knows the details of notices about campaigns and tasks."""

    source_kinds = frozenset({SourceKind.CAMPAIGN, SourceKind.TASK})

    def details(self, session: Session, asked: Sequence[Asked], now: datetime) -> Found:  # noqa: ARG002 - of the protocol
        """Return what can be said of these notices."""
        return _LoadedNotices(session, asked).details()


class _LoadedNotices:
    """Loads what some notices are about at once, and says what is known of each."""

    def __init__(self, session: Session, asked: Sequence[Asked]) -> None:
        self._asked = asked
        ids = {one.entry.source_id for one in asked if one.entry.source_kind == SourceKind.CAMPAIGN}
        self._campaigns = campaigns_by_id(session, ids)
        around = self._campaigns.values()
        self._editions = editions_by_id(session, {row.edition_id for row in around if row.edition_id is not None})
        self._events = events_with_guards(session, {row.event_id for row in around if row.event_id is not None})
        self._organisations = organisation_names(session, self._named("organisation_id"))
        self._people = PeopleNamed.load(session, self._named("person_id"))

    def details(self) -> Found:
        details_of: Mapping[NotificationKind, Callable[[Asked, Campaign], Details | NotSent]] = {
            NotificationKind.ASSIGNED: self._assigned,
            NotificationKind.MOVED: self._moved,
            NotificationKind.CANCELLED: self._cancelled,
            NotificationKind.RESTORED: self._restored,
            NotificationKind.ADVANCED: self._advanced,
            NotificationKind.ORGANISATION_CLOSED: self._closed,
            NotificationKind.NEEDS_SOMEBODY: self._tasks_without_assignee,
            NotificationKind.JOIN_ASKED: self._join_asked,
            NotificationKind.JOIN_ACCEPTED: self._join_accepted,
            NotificationKind.JOIN_DECLINED: self._join_declined,
        }
        found: dict[int, Details | NotSent] = {}
        for one in self._asked:
            if one.entry.kind in _IS_TASK:
                found[one.message.id] = _task(one)
                continue
            campaign, details_of_kind = self._campaigns.get(one.entry.source_id), details_of.get(one.kind)
            if campaign is not None and details_of_kind is not None:
                found[one.message.id] = details_of_kind(one, campaign)
        return found

    def _named(self, detail: str) -> set[int]:
        return {int(one.payload[detail]) for one in self._asked if one.payload.get(detail) is not None}

    def _organisation(self, asked: Asked) -> str:
        """Return the name of the organisation that a notice is about; "" under embargo, when an entry names none."""
        return (
            "" if asked.entry.concealed else self._organisations.get(int(asked.payload.get("organisation_id", 0)), "")
        )

    def _assigned(self, asked: Asked, _campaign: Campaign) -> Details:
        count = int(asked.payload.get("count", 0))
        values = {"actor": asked.actor, "title": asked.title}
        if count:
            return Details(
                heading=ngettext(
                    "%(num)s task assigned to you: %(title)s",
                    "%(num)s tasks assigned to you: %(title)s",
                    count,
                    **values,
                ),
                sentence=ngettext(
                    "%(actor)s assigned you %(num)s task in this campaign.",
                    "%(actor)s assigned you %(num)s tasks in this campaign.",
                    count,
                    **values,
                ),
                action=_("Open your tasks"),
            )
        if asked.payload.get("organisation_id") is not None:
            name = self._organisation(asked) or _("your organisation")
            return Details(
                heading=_("Your organisation now participates: %(title)s", **values),
                sentence=_("%(actor)s added %(organisation)s to this campaign.", organisation=name, **values),
                action=_("Open the campaign"),
            )
        return Details(
            heading=_("You now manage this campaign: %(title)s", **values),
            sentence=_("%(actor)s made you the manager of this campaign.", **values),
            action=_("Open the campaign"),
        )

    def _moved(self, asked: Asked, campaign: Campaign) -> Details:
        days = int(asked.payload.get("tasks_by", 0))
        if not days:
            return why(self._reason(asked, campaign, cancelled=False))
        values = {"actor": asked.actor, "title": asked.title}
        if days > 0:
            sentence = ngettext(
                "%(actor)s moved your tasks in this campaign: they are now due %(num)s day later.",
                "%(actor)s moved your tasks in this campaign: they are now due %(num)s days later.",
                days,
                **values,
            )
        else:
            sentence = ngettext(
                "%(actor)s moved your tasks in this campaign: they are now due %(num)s day earlier.",
                "%(actor)s moved your tasks in this campaign: they are now due %(num)s days earlier.",
                -days,
                **values,
            )
        return Details(
            heading=_("Your tasks have moved: %(title)s", **values), sentence=sentence, action=_("Open your tasks")
        )

    def _cancelled(self, asked: Asked, campaign: Campaign) -> Details | NotSent:
        if campaign.cancelled_at is not None:
            sentence = _("%(actor)s cancelled this campaign and its open tasks.", actor=asked.actor)
            return replace(why("" if asked.entry.concealed else campaign.cancel_reason), sentence=sentence)
        if campaign.day_lost_at is None:
            return NotSent("restored")
        return replace(
            why(self._reason(asked, campaign, cancelled=True)),
            heading=_("Observance cancelled: %(title)s", title=asked.title),
            sentence=_(
                "The observance that this campaign is built around is cancelled. Choose another date, or "
                "cancel the campaign."
            ),
            action=_("Choose another date"),
        )

    def _restored(self, _asked: Asked, campaign: Campaign) -> Details | NotSent:
        is_off = campaign.cancelled_at is not None or campaign.day_lost_at is not None
        return NotSent("cancelled") if is_off else NO_DETAILS

    def _advanced(self, asked: Asked, _campaign: Campaign) -> Details:
        return embargo_removed(asked)

    def _closed(self, asked: Asked, _campaign: Campaign) -> Details:
        return organisation_closed(asked, self._organisation(asked))

    def _tasks_without_assignee(self, asked: Asked, _campaign: Campaign) -> Details:
        count = int(asked.payload.get("count", 0))
        who = self._people.about(asked.entry, int(asked.payload.get("person_id", 0))) or _("The previous assignee")
        if not count:
            return NO_DETAILS
        return Details(
            sentence=ngettext(
                "%(who)s no longer participates: %(num)s open task is unassigned.",
                "%(who)s no longer participates: %(num)s open tasks are unassigned.",
                count,
                who=who,
            )
        )

    def _join_asked(self, asked: Asked, _campaign: Campaign) -> Details:
        name = self._organisation(asked)
        if not name:
            return NO_DETAILS
        values = {"actor": asked.actor, "organisation": name, "title": asked.title}
        return Details(
            heading=_("%(organisation)s asks to join: %(title)s", **values),
            sentence=_("%(actor)s asks for %(organisation)s to join this campaign.", **values),
        )

    def _join_accepted(self, asked: Asked, _campaign: Campaign) -> Details:
        name = self._organisation(asked)
        if not name:
            return NO_DETAILS
        text = _("%(actor)s accepted %(organisation)s into the campaign. You can now see what is shared in it.")
        return Details(sentence=text % {"actor": asked.actor, "organisation": name})

    def _join_declined(self, asked: Asked, _campaign: Campaign) -> Details:
        name = self._organisation(asked)
        if not name:
            return NO_DETAILS
        text = _("%(actor)s declined the request of %(organisation)s to join. Contact them if you disagree.")
        return Details(sentence=text % {"actor": asked.actor, "organisation": name})

    def _reason(self, asked: Asked, campaign: Campaign, *, cancelled: bool) -> str:
        """Return why what a campaign stands around moved or is off, where the reader may know of that."""
        if asked.entry.concealed:
            return ""
        edition: Edition | None = self._editions.get(campaign.edition_id or 0)
        if edition is not None:
            return edition.cancelled_reason if cancelled else edition.override_reason
        event: Event | None = self._events.get(campaign.event_id or 0)
        if event is None or not sees_text(asked.viewer, guard_rules(event.guard)):
            return ""
        return event.cancel_reason if cancelled else event.move_reason or ""


def _task(asked: Asked) -> Details:
    if asked.kind is not NotificationKind.ASSIGNED:
        return NO_DETAILS
    return Details(
        heading=_("Your task: %(title)s", title=asked.title),
        sentence=_("%(actor)s assigned this task to you.", actor=asked.actor),
        action=_("Open the task"),
    )
