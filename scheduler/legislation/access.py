"""Who may enter and change bills and their milestones."""

from flask import abort

from scheduler.accounts.access import current_actor
from scheduler.accounts.domain.acts import Act, may


def may_keep_bills() -> bool:
    """Say whether whoever asks may enter and change them."""
    return may(Act.KEEP_BILLS, current_actor().roles_anywhere)


def require_keeper() -> None:
    """Refuse with 403 whoever may not."""
    if not may_keep_bills():
        abort(403)
