"""What the first page of an item is made of, for members and for readers of what was published."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.agenda.domain.visibility import Viewer
from scheduler.content.models import SignOff
from scheduler.content.permissions import roles
from scheduler.content.presenters.checks import CheckPanel, check_panel
from scheduler.content.presenters.item import InTheWay, ItemPage, item_page
from scheduler.content.presenters.item_status import ItemWithStatus, People, people_about, with_status
from scheduler.content.presenters.pictures import PicturePanel, picture_panel
from scheduler.content.presenters.pitches import pitch_panel
from scheduler.content.presenters.quotes import quote_panel
from scheduler.content.queries.items import Seen
from scheduler.content.queries.picture import ItemPicture, picture_of


@dataclass(frozen=True, slots=True)
class CopyPage:
    """An item's copy with its people and how organisations stand to it; `checks` are for members alone."""

    page: ItemPage
    picture: ItemPicture
    papers: ItemWithStatus[SignOff, Seen]
    people: People
    pictures: PicturePanel
    checks: CheckPanel | None


def copy_page(session: Session, viewer: Viewer, actor_roles: ActorRoles, seen: Seen, now: datetime) -> CopyPage:
    """Return what the first page of an item that the viewer may read is made of."""
    picture, by = picture_of(session, viewer, seen), roles(actor_roles, seen.item)
    people = people_about(session, [seen], picture.people, now)
    pitches = pitch_panel(session, by, seen)
    papers = with_status(seen, people, picture.answers, picture.open_reviews, pitches.exclusives)
    pictures = picture_panel(session, by, seen, now)
    checks = check_panel(session, viewer, seen, now, bills=picture.bills) if viewer.is_member else None
    faulty = quote_panel(session, by, seen, now).faulty
    in_the_way = InTheWay(pictures.faulty, faulty, checks.failed if checks else ())
    page = item_page(session, viewer, actor_roles, picture, papers.signoff_status, in_the_way=in_the_way)
    return CopyPage(page, picture, papers, people, pictures, checks)
