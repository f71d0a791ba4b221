"""Hootsuite's bulk composer: one file for each profile, without a heading.

Date and time as `mm/dd/yyyy hh:mm`, text, link; UTF-8; at most 350 posts, less those that wait there already. Source:
users' descriptions of the upload page and its sample, kim-iverson-headlee.blogspot.com (31 August 2016),
jycalcano.blogspot.com (July 2015), indextokyo.com/post-514 (May 2016); read 26 November 2026.
"""

from collections.abc import Sequence

from scheduler.content.plan_files.protocol import PlannedPost, written
from scheduler.messages import N_, message


class Hootsuite:
    """Three columns; the link is part of the text already, so its column stays empty."""

    slug = "hootsuite"
    label = message(N_("Hootsuite"))
    advice = message(N_("Upload it to one profile in the bulk composer, with the date format mm/dd/yyyy hh:mm."))
    most_rows = 350
    parts_at = ""

    def write(self, posts: Sequence[PlannedPost]) -> bytes:
        """Return the rows."""
        return written((f"{post.wall:%m/%d/%Y %H:%M}", post.text, "") for post in posts)
