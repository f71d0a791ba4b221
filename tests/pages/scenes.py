"""A small coalition in July 2027 with one entry of each sort, and the text that only an embargo group may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from scheduler.accounts.models import Coalition, MemberRole, Organisation, Person
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Entry, EntryKind, EntryStatus, Involvement
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source, Timed, When
from scheduler.agenda.services.guards import Embargo, GuardDraft, coalition_guard, create_guard, public_guard
from scheduler.agenda.services.publishing import entry_of, publish_all
from scheduler.db import AppSession
from tests.factories import organisation, person

LIFT = Embargo(datetime(2027, 7, 30, 9, 0), "Asia/Manila", datetime(2027, 7, 30, 1, 0, tzinfo=UTC))
SAFE_TITLE = "Joint statement of 30 July"
SECRET = "Scorecard"
ARABIC = "اليوم العالمي لمكافحة الاتجار بالأشخاص"
LONG = "Week of the Children and the Families of Migrant Workers Who Wait for Them at Home"


@dataclass(frozen=True)
class Scene:
    """Who is there: Ana leads Lantern Bay, Bo edits for Kaagapay (in the group), Cleo coordinates, Dan has nothing."""

    lantern: Organisation
    kaagapay: Organisation
    ana: Person
    bo: Person
    cleo: Person
    dan: Person

    def entry(self, session: AppSession, kind: str, number: int) -> Entry:
        found = entry_of(session, Source(kind, number))
        assert found is not None
        return found


def people_scene(session: AppSession, *, set_up: datetime | None = None) -> Scene:
    session.add(Coalition(name="Coalition Against Trafficking", zone="Europe/Brussels", set_up_at=set_up))
    lantern, kaagapay = organisation(session, "Lantern Bay"), organisation(session, "Kaagapay", "Asia/Manila")
    return Scene(
        lantern,
        kaagapay,
        person(session, "Ana", (lantern, MemberRole.LEAD), zone="America/New_York"),
        person(session, "Bo", (kaagapay, MemberRole.EDITOR), zone="Asia/Manila"),
        person(session, "Cleo", coordinator=True, zone="Europe/Brussels"),
        person(session, "Dan", zone="Europe/Brussels"),
    )


def full_scene(session: AppSession, now: datetime) -> Scene:
    scene = people_scene(session, set_up=now)
    publish_all(session, _drafts(session, scene), now)
    return scene


def all_day(first: date, last: date | None = None) -> AllDay:
    return AllDay(first, last or first)


def july(day: int) -> date:
    return date(2027, 7, day)


def _drafts(session: AppSession, scene: Scene) -> Sequence[EntryDraft]:
    everybody, members = public_guard(session).id, coalition_guard(session).id
    inside = GuardDraft(Audience.ORGANISATIONS, organisations=[scene.kaagapay.id])
    secret = GuardDraft(
        Audience.COALITION, embargo=LIFT, embargo_group_organisations=[scene.kaagapay.id], placeholder_title=SAFE_TITLE
    )
    embargoed, internal = create_guard(session, secret).id, create_guard(session, inside).id
    manila = Timed(datetime(2027, 7, 30, 9, 0), "Asia/Manila", datetime(2027, 7, 30, 11, 0))
    edition, owner, assignee = EntryKind.EDITION, Involvement.OWNER, Involvement.ASSIGNEE
    day = Source("edition", 1)
    return [
        _draft(edition, 1, all_day(july(30)), everybody, "World Day Against Trafficking", topics=["trafficking"]),
        _draft(edition, 2, all_day(july(12), july(18)), everybody, LONG, topics=["migration"]),
        _draft(edition, 3, all_day(july(5)), everybody, ARABIC, status=EntryStatus.CANCELLED),
        _draft(EntryKind.CAMPAIGN, 1, all_day(july(30)), members, "Safe streams", parent=day, listed=False),
        _draft(EntryKind.EVENT, 1, manila, members, "Vigil at the harbour", location="Pier 4"),
        _draft(EntryKind.EVENT, 2, all_day(july(6)), internal, "Board of Kaagapay", organisation_id=scene.kaagapay.id),
        _draft(
            EntryKind.CONTENT,
            1,
            manila,
            embargoed,
            f"{SECRET} of platforms",
            description=f"{SECRET} text",
            topics=["trafficking"],
            organisation_id=scene.kaagapay.id,
        ),
        _draft(
            EntryKind.CONTENT,
            2,
            all_day(july(8)),
            members,
            "Op-ed on safe homes",
            status=EntryStatus.TENTATIVE,
            organisation_id=scene.lantern.id,
            people=[(scene.ana.id, owner)],
        ),
        _draft(EntryKind.TASK, 1, all_day(date(2027, 6, 28)), members, "Book it", people=[(scene.ana.id, assignee)]),
        _draft(
            EntryKind.DEADLINE,
            1,
            all_day(july(3)),
            members,
            "Sign off: joint letter",
            listed=False,
            organisations=[(scene.lantern.id, Involvement.TO_SIGN)],
        ),
    ]


def _draft(kind: EntryKind, number: int, when: When, guard_id: int, title: str, **more: object) -> EntryDraft:
    path = f"/{kind}/{number}"
    return EntryDraft(Source(str(kind), number), kind, when, guard_id, title, path=path, **more)  # type: ignore[arg-type]
