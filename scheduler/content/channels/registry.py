"""All channels by slug, in the order in which forms offer them."""

from scheduler.content.channels.bluesky import BLUESKY
from scheduler.content.channels.facebook import FACEBOOK
from scheduler.content.channels.instagram import INSTAGRAM
from scheduler.content.channels.linkedin import LINKEDIN
from scheduler.content.channels.mastodon import MASTODON
from scheduler.content.channels.newsletter import NEWSLETTER
from scheduler.content.channels.press_list import PRESS_LIST
from scheduler.content.channels.protocol import Channel
from scheduler.content.channels.threads import THREADS
from scheduler.content.channels.website import WEBSITE
from scheduler.content.channels.x import X

CHANNELS: dict[str, Channel] = {
    "x": X,
    "bluesky": BLUESKY,
    "mastodon": MASTODON,
    "threads": THREADS,
    "linkedin": LINKEDIN,
    "instagram": INSTAGRAM,
    "facebook": FACEBOOK,
    "website": WEBSITE,
    "newsletter": NEWSLETTER,
    "press_list": PRESS_LIST,
}
