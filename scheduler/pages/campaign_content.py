"""The content of a campaign as its page lists it for one reader: each item with day, status, sign-off and access."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.reading import organisation_names
from scheduler.accounts.services.actor_roles import names
from scheduler.agenda.domain.visibility import GuardRules
from scheduler.campaigns.domain.todo import Changed
from scheduler.campaigns.presenters.campaign import GuardView
from scheduler.content.domain import signoff
from scheduler.content.domain.signoff import Status
from scheduler.content.domain.workflow import State
from scheduler.content.models import ItemUndo
from scheduler.content.presenters.item_list import ItemRow, rows_of
from scheduler.content.queries.item_list import undoables
from scheduler.content.queries.listed import ListedSeen
from scheduler.db import AppSession
from scheduler.pages.campaign_filters import ContentAsked, ContentOrder
from scheduler.pages.campaign_work import CampaignWork
from scheduler.pages.month import Reader
from scheduler.web.pagination import Page, first_row

ITEMS_PER_PAGE = 40


@dataclass(frozen=True, slots=True)
class Signing:
    """How many organisations have said what to the text as it is now, of how many that are asked."""

    yes: int
    total: int
    void: int
    no: int
    is_asked: bool


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item whose text the reader may read; `changes` are those since a yes of the reader's own organisations."""

    row: ItemRow
    visibility: GuardView
    public_once_published: bool
    signing: Signing
    changes: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class CampaignContent:
    """One page of a campaign's items as they were asked for, and what the reader can take back of items here."""

    page: Page[ItemLine]
    undoables: tuple[ItemUndo, ...]


def content_of(
    session: AppSession,
    reader: Reader,
    actor_roles: ActorRoles,
    work: CampaignWork,
    asked: ContentAsked,
    *,
    page: int,
) -> CampaignContent:
    """Return the content of a campaign that the reader has been let into; the number of queries does not grow."""
    wanted = [one for one in work.seen if _is_wanted(one, work, asked)]
    if asked.order is not ContentOrder.DAY:
        wanted.sort(key=_ORDERS[asked.order])
    some = wanted[first_row(page, ITEMS_PER_PAGE) :][:ITEMS_PER_PAGE]
    rows = rows_of(session, reader.viewer, actor_roles, [one.item.id for one in some])
    done, ids = undoables(session, actor_roles.person_id, reader.now), {one.item.id for one in work.seen}
    return CampaignContent(
        page=Page(_lines(session, rows, some, work), page, ITEMS_PER_PAGE, len(wanted)),
        undoables=tuple(row for row in done if any(was["id"] in ids for was in row.before)),
    )


def _is_wanted(one: ListedSeen, work: CampaignWork, asked: ContentAsked) -> bool:
    if asked.is_mine and one.item.id not in work.own:
        return False
    if asked.is_open:
        return one.item.id in work.pending
    return not asked.state or one.item.state == asked.state


_STATES = [state.value for state in State]
_ORDERS: Mapping[ContentOrder, Callable[[ListedSeen], str | int]] = {
    ContentOrder.TITLE: lambda one: one.version.title.casefold(),
    ContentOrder.STATUS: lambda one: _STATES.index(one.item.state),
}


def _lines(
    session: AppSession, rows: Iterable[ItemRow], seen: Sequence[ListedSeen], work: CampaignWork
) -> list[ItemLine]:
    by_id, sights = {row.id: row for row in rows}, _sights(session, seen)
    return [
        ItemLine(
            row=by_id[one.item.id],
            visibility=sights[one.item.id],
            public_once_published=one.item.public_when_published and one.item.published_at is None,
            signing=_signing(one, work.overview.papers[one.item.id].signoff_status),
            changes=work.changes[one.item.id],
        )
        for one in seen
    ]


def _signing(one: ListedSeen, status: signoff.SignOffStatus) -> Signing:
    statuses = [row.status for row in status.organisations]
    answered = any(row.answer is not None for row in status.organisations)
    return Signing(
        yes=statuses.count(Status.YES),
        total=len(statuses),
        void=statuses.count(Status.VOID),
        no=statuses.count(Status.NO),
        is_asked=answered or one.item.signoff_due_on is not None or one.item.state not in ("idea", "draft"),
    )


def _sights(session: AppSession, seen: Sequence[ListedSeen]) -> dict[int, GuardView]:
    """Return who may see each item, by name; two queries."""
    rules = {one.item.id: one.rules for one in seen}
    organisations = organisation_names(
        session, {i for one in rules.values() for i in one.audience_organisations | one.embargo_group_organisations}
    )
    people = names(session, {i for one in rules.values() for i in one.audience_people | one.embargo_group_people})
    return {one.item.id: _visibility(one, rules[one.item.id], organisations, people) for one in seen}


def _visibility(
    one: ListedSeen, rules: GuardRules, organisations: Mapping[int, str], people: Mapping[int, str]
) -> GuardView:
    guard = one.item.guard
    others = rules.audience_people - rules.embargo_group_people
    return GuardView(
        audience=rules.audience,
        audience_names=_named(rules.audience_organisations, organisations) + _named(others, people),
        embargo_at=guard.embargo_at,
        embargo_zone=guard.embargo_zone,
        held=guard.held,
        revealed_at=guard.revealed_at,
        embargo_group_names=_named(rules.embargo_group_organisations, organisations)
        + _named(rules.embargo_group_people, people),
    )


def _named(ids: Iterable[int], known: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(sorted((known[ident] for ident in ids if ident in known), key=str.casefold))
