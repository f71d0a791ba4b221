"""Why something about people and organisations cannot be done."""

from datetime import datetime

from scheduler.accounts.domain.invitations import InvitationState
from scheduler.accounts.domain.limits import LimitedAct


class AccountsError(Exception):
    """Something that a person asked for and cannot have."""


class NameTakenError(AccountsError):
    """Another organisation has that name, or one that looks the same.

    `field` is where the name was typed, `holder` the other's name, empty when that one is closed.
    """

    def __init__(self, name: str, field: str, holder: str) -> None:
        super().__init__(f"there is an organisation that looks like {name!r}")
        self.name = name
        self.field = field
        self.holder = holder


class ReservedNameError(NameTakenError):
    """The name of an organisation holds what others are called here: `claim` of it, beside people's names."""

    def __init__(self, name: str, field: str, claim: str) -> None:
        super().__init__(name, field, "")
        self.claim = claim


class NameIsSignedError(AccountsError):
    """The organisation has signed under its name, so that only coordinators may change it."""


class BorrowedNameError(AccountsError):
    """A person's name holds that of an organisation, or of an office, which others are shown beside it."""


class OrganisationClosedError(AccountsError):
    """The organisation was closed meanwhile: nobody acts for it, and nobody can be invited to it."""


class MembershipEndedError(AccountsError):
    """The person does not act for the organisation any more."""


class PersonGoneError(AccountsError):
    """The account was anonymised meanwhile."""


class LastCoordinatorError(AccountsError):
    """The coalition would be left without a coordinator."""


class LastLeadError(AccountsError):
    """The organisation would be left without a lead, and nobody has said that it may."""


class AlreadyMemberError(AccountsError):
    """The person invited acts for the organisation already, or is a coordinator already."""


class AlreadyInvitedError(AccountsError):
    """There is an open invitation to the same place; `invitation_id` names it."""

    def __init__(self, invitation_id: int) -> None:
        super().__init__("invited already")
        self.invitation_id = invitation_id


class InvitationSpentError(AccountsError):
    """The invitation cannot be accepted any more; `state` says why."""

    def __init__(self, state: InvitationState) -> None:
        super().__init__(f"invitation is {state}")
        self.state = state


class AccountExistsError(AccountsError):
    """The invited address has an account: its owner accepts by logging in."""


class WrongAccountError(AccountsError):
    """The invitation is for another address than the account's."""


class BadDeputyError(AccountsError):
    """The deputy is not lead or editor of an organisation that the person belongs to."""


class TooManyTriesError(AccountsError):
    """There have been too many tries; the next one is welcome at `opens_again_at` (aware UTC)."""

    def __init__(self, opens_again_at: datetime) -> None:
        super().__init__("too many tries")
        self.opens_again_at = opens_again_at


class LimitReachedError(AccountsError):
    """A person has sent others as much as one may within an hour.

    `allowed` is how much that is, `wanted` how much more was asked for, `goes_on_at` (aware UTC) when there is room.
    """

    def __init__(self, act: LimitedAct, allowed: int, wanted: int, goes_on_at: datetime) -> None:
        super().__init__(f"{act}: {allowed} within an hour")
        self.act = act
        self.allowed = allowed
        self.wanted = wanted
        self.goes_on_at = goes_on_at
