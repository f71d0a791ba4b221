"""What a person may be to an organisation."""

from enum import StrEnum

COORDINATOR = "coordinator"


class MemberRole(StrEnum):
    """What a person may do for one organisation; leads and editors look after its things."""

    LEAD = "lead"
    EDITOR = "editor"
    MEMBER = "member"


EDITORS = frozenset({MemberRole.LEAD, MemberRole.EDITOR})
