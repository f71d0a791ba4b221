"""The audit log: who may see it, what it says, how it is narrowed and taken along."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Person
from scheduler.accounts.services.invitations import InvitationDraft, invite
from scheduler.accounts.services.memberships import Ending, RoleChange, change_role, end_membership
from scheduler.accounts.services.people import AccountDraft, anonymise, update_account
from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.audit.services import record
from scheduler.db import AppSession
from scheduler.pages.audit_labels import ACTS, SENTENCES
from scheduler.pages.audit_log import PER_PAGE
from tests import factories
from tests.coalition import ROLES, Town


def rows(app: Flask, town: Town, address: str = "/audit.csv") -> list[list[str]]:
    answer = town.client(app, "coordinator").get(address)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.text)))[1:]


def lines_of(app: Flask, town: Town, address: str = "/audit.csv") -> list[str]:
    return [row[2] for row in rows(app, town, address)]


@pytest.mark.parametrize("path", ["/audit", "/audit.csv"])
def test_log_is_for_coordinators(app: Flask, town: Town, path: str):
    seen = {who: town.client(app, who).get(path).status_code for who in ROLES}

    assert seen == dict.fromkeys(ROLES, 404) | {"visitor": 302, "coordinator": 200}


def test_acts_are_told_in_words(app: Flask, town: Town, store: AppSession, now: datetime):
    lead, chair = town.people["lead"], town.people["coordinator"]
    draft = InvitationDraft(email="nia@bay.example", organisation_id=town.bay.id, role=MemberRole.EDITOR)
    invite(store, draft, lead.id, now)
    change_role(store, town.membership("editor"), RoleChange(MemberRole.MEMBER, 1), lead.id, now)
    update_account(store, lead, AccountDraft("Lena Light", "UTC"), 1, now)
    end_membership(store, town.membership("member"), Ending(chair.id, ()), now)
    record(store, AuditAct.FEED_ROTATED, ("feed", 1), actor_id=None, now=now, details={"organisation_id": town.bay.id})
    record(store, AuditAct.LOCKED_OUT, ("person", lead.id), actor_id=None, now=now)
    store.commit()

    assert [row[1:] for row in rows(app, town)] == [
        ["A visitor", "was refused after too many attempts to log in as Lena Light (Lantern Bay)"],
        ["The server itself", "renewed the address of a feed (for the staff of Lantern Bay)"],
        ["Cora Chair (coordinator)", "ended the membership of Mo Member (formerly Lantern Bay) in Lantern Bay"],
        ["Lena Light (Lantern Bay)", "changed their name from “Lena Lead” to “Lena Light”"],
        [
            "Lena Light (Lantern Bay)",
            "changed the role of Edi Editor (Lantern Bay) in Lantern Bay from editor to member",
        ],
        ["Lena Light (Lantern Bay)", "invited nia@bay.example to Lantern Bay as editor"],
    ]
    page = town.client(app, "coordinator").get("/audit").text
    assert "changed their name from “Lena Lead” to “Lena Light”" in page
    assert '<time datetime="2027-07-01T12:00Z">' in page


def test_every_act_can_be_told_of_anything(app: Flask, town: Town, store: AppSession, now: datetime):
    for act in ACTS:
        record(store, act, ("invitation", 0), actor_id=None, now=now)
    store.commit()

    lines = lines_of(app, town)

    assert len(lines) == len(ACTS)
    assert not [line for line in lines if "%" in line]


def test_anonymised_people_leave_no_name_and_no_address(app: Flask, town: Town, store: AppSession, now: datetime):
    member = town.people["member"]
    draft = InvitationDraft(email=member.email, organisation_id=town.port.id)
    invite(store, draft, town.people["other_lead"].id, now)
    update_account(store, member, AccountDraft("Moritz Member", "UTC"), 1, now)
    address = member.email
    anonymise(store, member, (), town.people["coordinator"].id, now)
    store.commit()

    text = town.client(app, "coordinator").get("/audit").text

    assert "invited someone to Old Port as member" in text
    assert "changed their name from “(deleted)” to “(deleted)”" in text
    assert not [gone for gone in ("Moritz", "Mo Member", address, "anonymised.invalid") if gone in text]


def logged_in(store: AppSession, who: Person, at: datetime) -> None:
    record(store, AuditAct.LOGGED_IN, ("person", who.id), actor_id=who.id, now=at)


def test_log_is_narrowed_by_act_person_organisation_and_days(app: Flask, town: Town, store: AppSession, now: datetime):
    lead, other = town.people["lead"], town.people["other_lead"]
    logged_in(store, lead, now - timedelta(days=2))
    logged_in(store, other, now)
    invite(store, InvitationDraft(email="nia@bay.example", organisation_id=town.bay.id), lead.id, now)
    store.commit()

    assert len(lines_of(app, town)) == 3
    assert lines_of(app, town, "/audit.csv?group=log_ins") == ["logged in"] * 2
    assert lines_of(app, town, "/audit.csv?who=otto") == ["logged in"]
    assert len(lines_of(app, town, "/audit.csv?who=LENA")) == 2
    assert len(lines_of(app, town, "/audit.csv?who=L%C3%A9na")) == 2
    assert lines_of(app, town, "/audit.csv?who=100%25") == []
    assert len(lines_of(app, town, f"/audit.csv?organisation={town.bay.id}")) == 1
    assert len(lines_of(app, town, "/audit.csv?since=2027-07-01")) == 2
    assert lines_of(app, town, "/audit.csv?until=2027-06-29") == ["logged in"]
    assert len(lines_of(app, town, "/audit.csv?since=2027-06-29&until=2027-06-29")) == 1


@pytest.mark.parametrize(
    "nonsense",
    [
        "group=x",
        "who=%00",
        "organisation=x",
        "organisation=99999999999",
        "since=soon",
        "until=9999-12-31",
        "page=-1",
        "page=99999999999",
    ],
)
def test_nonsense_asks_for_all(app: Flask, town: Town, store: AppSession, now: datetime, nonsense: str):
    logged_in(store, town.people["lead"], now)
    store.commit()

    assert lines_of(app, town, f"/audit.csv?{nonsense}") == ["logged in"]
    assert town.client(app, "coordinator").get(f"/audit?{nonsense}").status_code == 200


def test_pages_follow_each_other_and_the_table_holds_all(app: Flask, town: Town, store: AppSession, now: datetime):
    for _ in range(PER_PAGE * 6 + 1):
        logged_in(store, town.people["lead"], now)
    store.commit()
    client, address, shown = town.client(app, "coordinator"), "/audit?group=log_ins", list[int]()

    while address:
        page = client.get(address).text
        shown.append(page.count("logged in</td>"))
        _, _, rest = page.partition('rel="next" href="')
        address = rest.split('"')[0].replace("&amp;", "&")

    assert shown == [PER_PAGE] * 6 + [1]
    assert len(lines_of(app, town)) == sum(shown)


def test_cells_are_no_formulas(app: Flask, town: Town, store: AppSession, now: datetime):
    odd = factories.person(store, '=HYPERLINK("http://evil.example")')
    logged_in(store, odd, now)
    store.commit()

    assert rows(app, town)[0][1] == '\'=HYPERLINK("http://evil.example")'


def test_table_is_a_file_that_nobody_keeps(app: Flask, town: Town):
    answer = town.client(app, "coordinator").get("/audit.csv")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="audit-2027-07-01.csv"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_looking_leaves_no_trace(app: Flask, town: Town, store: AppSession):
    town.client(app, "coordinator").get("/audit")
    rows(app, town)

    assert store.scalars(select(AuditRow)).all() == []
    store.commit()


def test_groups_share_no_act():
    assert sum(len(group) for group in SENTENCES.values()) == len(ACTS)
