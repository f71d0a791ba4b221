"""The list of checks; a new one is one file and one line here."""

from scheduler.content.checks.emoji import Emoji
from scheduler.content.checks.hashtag_case import HashtagCase
from scheduler.content.checks.links import Links
from scheduler.content.checks.pictures import Pictures
from scheduler.content.checks.protocol import Check
from scheduler.content.checks.quotes import Quotes
from scheduler.content.checks.relative_time import RelativeTime
from scheduler.content.checks.release_parts import ReleaseParts
from scheduler.content.checks.separators import Separators
from scheduler.content.checks.terminology import Terminology
from scheduler.content.checks.weekdays import Weekdays

# In the order in which pages show them: what may harm somebody first.
CHECKS: tuple[Check, ...] = (
    Terminology(),
    Quotes(),
    RelativeTime(),
    Weekdays(),
    ReleaseParts(),
    Pictures(),
    Links(),
    HashtagCase(),
    Emoji(),
    Separators(),
)
