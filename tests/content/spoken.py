"""What was said beside an item, as somebody may read it."""

from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.content.models import Item
from scheduler.content.queries.activity import StreamPart, stream_of
from scheduler.content.queries.feedback import Comments


def comments_of(session: Session, viewer: Viewer, item: Item) -> Comments:
    """Return the newest comments, oldest first, with their passages."""
    return stream_of(session, viewer, item, (), number=1, only=StreamPart.COMMENTS).comments
