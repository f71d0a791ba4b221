"""How pages and calendars name kinds, states and channels of content."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from scheduler.content.channels.registry import CHANNELS
from scheduler.content.domain.kinds import Kind
from scheduler.web.states import state_face

KIND_LABELS = {
    Kind.POST: _l("Post"),
    Kind.PRESS_RELEASE: _l("Press release"),
    Kind.OP_ED: _l("Op-ed"),
    Kind.NEWSLETTER: _l("Newsletter"),
    Kind.STATEMENT: _l("Statement"),
    Kind.ARTICLE: _l("Article"),
    Kind.VIDEO: _l("Video"),
}


def kind_label(kind: str) -> str:
    """Return how a kind is written."""
    return str(KIND_LABELS[Kind(kind)])


def state_label(state: str) -> str:
    """Return how a state is written."""
    return str(state_face(state).label)


def channel_name(slug: str) -> str:
    """Return how a channel is written; one that is no longer offered keeps its slug."""
    known = CHANNELS.get(slug)
    if known is None:
        return slug
    return {"website": _("Website"), "newsletter": _("Newsletter"), "press_list": _("Press list")}.get(slug, known.name)
