"""The coalition of the stories: four organisations from Washington to Manila, and their people."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Organisation, Person
from scheduler.accounts.services.organisations import finish_set_up, name_coalition
from tests import factories

WASHINGTON, LISBON, MANILA, BRUSSELS = "America/New_York", "Europe/Lisbon", "Asia/Manila", "Europe/Brussels"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is who, by first name; rows are detached, so that nobody waits for the database."""

    organisations: dict[str, Organisation]
    people: dict[str, Person]

    def organisation(self, name: str) -> int:
        return self.organisations[name].id

    def __getitem__(self, name: str) -> Person:
        return self.people[name]


def gather(session: Session, now: datetime) -> Cast:
    """Bay (Washington) with the leads Lena and Tess, the editor Edi and the member Mo, who helps in Port, too.

    Otto leads Port (Lisbon), Kai leads Kaagapay (Manila) where Pia edits, Fay leads Far Hills, Cora coordinates.
    """
    cora = factories.person(session, "Cora Chair", coordinator=True, zone=BRUSSELS)
    name_coalition(session, "Our coalition", BRUSSELS)
    finish_set_up(session, cora.id, now)
    bay = factories.organisation(session, "Lantern Bay", WASHINGTON)
    port = factories.organisation(session, "Old Port", LISBON)
    kaagapay = factories.organisation(session, "Kaagapay", MANILA)
    far = factories.organisation(session, "Far Hills", LISBON)
    lead, editor, member = MemberRole.LEAD, MemberRole.EDITOR, MemberRole.MEMBER
    people = {
        "lena": factories.person(session, "Lena Lead", (bay, lead), zone=WASHINGTON),
        "tess": factories.person(session, "Tess Twin", (bay, lead), zone=WASHINGTON),
        "edi": factories.person(session, "Edi Editor", (bay, editor), zone=WASHINGTON),
        "mo": factories.person(session, "Mo Member", (bay, member), (port, member), zone=WASHINGTON),
        "otto": factories.person(session, "Otto Port", (port, lead), zone=LISBON),
        "kai": factories.person(session, "Kai Kaagapay", (kaagapay, lead), zone=MANILA),
        "pia": factories.person(session, "Pia Pen", (kaagapay, editor), zone=MANILA),
        "fay": factories.person(session, "Fay Far", (far, lead), zone=LISBON),
        "cora": cora,
    }
    organisations = {"bay": bay, "port": port, "kaagapay": kaagapay, "far": far}
    for name, person in people.items():
        person.email = f"{name}@example.org"
    session.commit()
    for row in (*organisations.values(), *people.values()):
        session.refresh(row)
        session.expunge(row)
    session.rollback()
    return Cast(organisations, people)
