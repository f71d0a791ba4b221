"""A feed as the formats get it, with everything that is typed by people hostile to one of them."""

from datetime import UTC, date, datetime

from scheduler.feeds.formats.protocol import FeedDocument, FeedItem

HOSTILE = '=1+1 <script>alert("x")</script> & ]]> \x0b\ufffe\u202e السلام'
CHANGED = datetime(2026, 11, 2, 10, 30, 15, 999, tzinfo=UTC)

VIGIL = FeedItem(
    uid="4be0643f-1d98-573b-97cd-ca98a65347dd",
    title="Vigil at the pier",
    kind="Event",
    when="Friday 30 July 2027, 09:00 – 10:30 (Manila, UTC+8)",
    status="confirmed",
    status_label="Confirmed",
    first_day=date(2027, 7, 30),
    last_day=date(2027, 7, 30),
    changed_at=CHANGED,
    starts_at=datetime(2027, 7, 30, 1, tzinfo=UTC),
    ends_at=datetime(2027, 7, 30, 2, 30, tzinfo=UTC),
    zone="Asia/Manila",
    description="With lights.\n\nBring one.\nOr two.",
    location="Pier 4",
    categories=("Vigil", "Child protection"),
    link="https://plan.test/events/1?a=1&b=2",
)
PLAIN = FeedItem(
    uid="not a uuid",
    title=HOSTILE,
    kind="Observance",
    when="Monday 1 March 2027",
    status="tentative",
    status_label="Tentative",
    first_day=date(2027, 3, 1),
    last_day=date(2027, 3, 2),
    changed_at=datetime(2026, 10, 1, tzinfo=UTC),
    description=HOSTILE,
)


def document(
    *items: FeedItem, address: str = "https://plan.test/feeds/public.x", name: str = "Us & them"
) -> FeedDocument:
    return FeedDocument(
        name=name,
        about="What we plan",
        urn="urn:uuid:11111111-1111-4111-8111-111111111111",
        home="https://plan.test",
        publisher="The coalition",
        language="en",
        refresh_hours=6,
        items=items,
        current_from=date(2027, 3, 1),
        address=address,
    )
