"""The list of checks; a new one is one file and one line here."""

from scheduler.content.checks.bill_stage import BillStage
from scheduler.content.checks.content_warning import ContentWarning
from scheduler.content.checks.embargo_time import EmbargoTime
from scheduler.content.checks.emoji import Emoji
from scheduler.content.checks.hashtag_case import HashtagCase
from scheduler.content.checks.length import Length
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
    ContentWarning(),
    Terminology(),
    EmbargoTime(),
    BillStage(),
    Quotes(),
    RelativeTime(),
    Weekdays(),
    ReleaseParts(),
    Pictures(),
    Length(),
    Links(),
    HashtagCase(),
    Emoji(),
    Separators(),
)

BY_SLUG = {check.slug: check for check in CHECKS}

ALWAYS_MADE = frozenset({ContentWarning.slug, Pictures.slug})
"""Checks that nobody switches off: what they look for protects people."""
