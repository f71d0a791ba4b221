"""What feeds add to pages of others and to the server; without this feature nothing else knows of them."""

from collections.abc import Iterator, Mapping

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from scheduler.feeds.services.fetches import feed_metrics
from scheduler.feeds.services.listener import RENEWED
from scheduler.feeds.views.files import answer_polls, broken_feeds, broken_metrics, write_fetches
from scheduler.feeds.views.pages import has_own_feeds, public_links
from scheduler.web.additions import Additions, NavRow, Panel, Place
from scheduler.web.breadcrumbs import Step
from scheduler.web.metrics import Metric

PUBLIC_FEED: NavRow = (_l("Public feed"), "subscribing.page", "feed")


def _own_feeds() -> Mapping[str, object]:
    return {"has_feeds": has_own_feeds()}


def _links() -> Mapping[str, object]:
    return {"links": public_links()}


def _metrics(session: Session) -> Iterator[Metric]:
    yield from feed_metrics(session)
    yield from broken_metrics()


FEED_ADDITIONS = Additions(
    member_links=((_l("Feeds"), "feeds.index", "feed"),),
    visitor_links=(PUBLIC_FEED,),
    panels={
        Place.FRONT: Panel("feeds/_front.html", _links),
        Place.OBSERVANCE: Panel("feeds/_observance.html"),
        Place.CALENDAR: Panel("feeds/_calendar.html"),
        Place.LOG_OUT: Panel("feeds/_log_out.html", _own_feeds),
        Place.DELIVERY: Panel("feeds/_broken.html", broken_feeds),
    },
    mail_names={RENEWED: _l("Feeds have new addresses")},
    in_event_loop=answer_polls,
    at_end=write_fetches,
    metrics=_metrics,
    steps={
        "feeds.index": Step(_l("Feeds")),
        "feeds.show": Step(_l("Feed"), "feeds.index", ("card.feed.name", "feed.name")),
        "feeds.edit": Step(_l("Edit"), "feeds.show"),
    },
)
