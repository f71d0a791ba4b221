"""The organisations and people of the demo coalition; addresses end in `.example` and are never mailed."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Organisation, Person
from scheduler.accounts.password_policy import judged_and_hashed
from scheduler.accounts.services.invitations import InvitationDraft, NewAccount, accept_as_new, invite
from scheduler.accounts.services.memberships import Offer, grant
from scheduler.accounts.services.organisations import (
    OrganisationDraft,
    add_organisation,
    finish_set_up,
    name_coalition,
)

COALITION = ("Safe Harbour Coalition", "America/New_York")

ORGANISATIONS = {
    "bridge": OrganisationDraft("Open Bridge Alliance", "America/New_York", "Open Bridge", country="US"),
    "sampaguita": OrganisationDraft("Sampaguita Children's Network", "Asia/Manila", "Sampaguita", country="PH"),
    "phare": OrganisationDraft("Le Phare des Enfants", "Europe/Brussels", "Le Phare", country="BE"),
    "kite": OrganisationDraft("Kite Street Youth Advocates", "Europe/London", "Kite Street", country="GB"),
}

PASSWORD_WORDS = 4
WORD_LIST = """
amber anchor basil beacon birch bramble canoe cedar chalk cinder clover comet coral cotton daisy delta ember
fable falcon fennel fjord garnet ginger hazel heron indigo iris ivory jasper juniper kettle lagoon lantern
lichen linden lotus maple marble meadow mimosa mortar nettle nimbus oasis olive onyx orchid otter pebble
pepper plover pollen quartz quince raven reef saffron sage sparrow spruce sumac tansy thistle timber topaz
tundra umber velvet violet walnut willow yarrow zephyr
"""


@dataclass(frozen=True, slots=True)
class Role:
    """One person of the demo: who they are, and what somebody who logs in as them can try."""

    key: str
    name: str
    zone: str
    organisation: str | None
    role: MemberRole
    tries: str


ROLES = (
    Role("cora", "Cora Whitfield", "America/New_York", None, MemberRole.MEMBER, "coordinator"),
    Role("lena", "Lena Ortiz", "America/New_York", "bridge", MemberRole.LEAD, "lead of Open Bridge"),
    Role("theo", "Theo Brandt", "America/New_York", "bridge", MemberRole.EDITOR, "editor of Open Bridge"),
    Role("maya", "Maya Villanueva", "Asia/Manila", "sampaguita", MemberRole.LEAD, "lead of Sampaguita"),
    Role("jun", "Jun Dela Rosa", "Asia/Manila", "sampaguita", MemberRole.MEMBER, "member of Sampaguita"),
    Role("odile", "Odile Marchand", "Europe/Brussels", "phare", MemberRole.LEAD, "lead of Le Phare"),
    Role(
        "priya",
        "Priya Nair",
        "Europe/London",
        "kite",
        MemberRole.LEAD,
        "lead of Kite Street, outside the embargo group",
    ),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody and every organisation by key, and the passwords to log in with."""

    people: dict[str, Person]
    organisations: dict[str, Organisation]
    passwords: dict[str, str]


def seat(session: Session, now: datetime) -> Cast:
    """Name the coalition, add its organisations and people, and return them."""
    name, zone = COALITION
    name_coalition(session, name, zone, is_demo=True)
    organisations = {key: add_organisation(session, draft, None, now) for key, draft in ORGANISATIONS.items()}
    cast = Cast({}, organisations, {})
    for role in ROLES:
        cast.passwords[role.key], hashed = draw_password()
        cast.people[role.key] = _open_account(session, role, hashed, cast, now)
    # Somebody who acts for two organisations.
    grant(session, cast.people["theo"].id, Offer(organisations["kite"].id, MemberRole.MEMBER), None, now)
    finish_set_up(session, cast.people["cora"].id, now)
    return cast


def draw_password(choose: Callable[[Sequence[str]], str] = secrets.choice) -> tuple[str, str]:
    """Draw words until they make a password that the rules take, and return it and its hash: a word may come twice."""
    while True:
        password = "-".join(choose(WORD_LIST.split()) for _ in range(PASSWORD_WORDS))
        weakness, hashed = judged_and_hashed(password, [])
        if not weakness:
            return password, hashed


def _open_account(session: Session, role: Role, hashed: str, cast: Cast, now: datetime) -> Person:
    place = cast.organisations[role.organisation] if role.organisation else None
    draft = InvitationDraft(
        email=address_of(role),
        organisation_id=place.id if place else None,
        role=role.role,
        makes_coordinator=place is None,
        name=role.name,
    )
    invitation = invite(session, draft, None, now)
    return accept_as_new(session, invitation, NewAccount(role.name, role.zone, hashed), now)


def address_of(role: Role) -> str:
    """Return somebody's e-mail address, which nothing is ever sent to."""
    return f"{role.key}@{role.organisation or 'coalition'}.example"
