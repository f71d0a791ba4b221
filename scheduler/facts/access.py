"""Who may enter, change and retire facts."""

from flask import abort

from scheduler.accounts.access import current_actor
from scheduler.accounts.domain.acts import Act, may


def may_keep_facts() -> bool:
    """Say whether whoever asks may enter, change and retire them."""
    return may(Act.KEEP_FACTS, current_actor().roles_anywhere)


def require_keeper() -> None:
    """Refuse with 403 whoever may not."""
    if not may_keep_facts():
        abort(403)
