"""Publer's bulk import: twelve columns, all of them there, empty or not.

Times as `YYYY-MM-DD HH:MM` by the clock of the workspace. Columns that hold several texts part them by `||`, and so did
the copy's in the form before this one. Source: publer.com/blog/ultimate-csv-bulk-scheduler-social-media (twelve
columns, their order, the form of dates); the template that it offers, whose headings public programs quote alike; at
most 500 posts in one import, publer.com/docs/posting/create-posts/publishing-methods/bulk-scheduling. Read 27 November
2026.
"""

from collections.abc import Sequence

from scheduler.content.plan_files.protocol import PlannedPost, written
from scheduler.messages import N_, message

HEADING = (
    "Date - Intl. format or prompt",
    "Text",
    "Link(s) - Separated by comma for FB carousels",
    "Media URL(s) - Separated by comma",
    "Title - For the video, pin, PDF ..",
    "Label(s) - Separated by comma",
    "Alt text(s) - Separated by ||",
    "Comment(s) - Separated by ||",
    "Pin board, FB album, or Google category",
    "Post subtype - I.e. story, reel, PDF ..",
    "CTA - For Facebook links or Google",
    "Reminder - For stories, reels, shorts, and TikToks",
)


class Publer:
    """Date and text; links are part of the text already."""

    slug = "publer"
    label = message(N_("Publer"))
    advice = message(N_("Import it under Bulk, and choose one account there."))
    most_rows = 500
    parts_at = "||"

    def write(self, posts: Sequence[PlannedPost]) -> bytes:
        """Return the heading and the rows."""
        rest = ("",) * (len(HEADING) - 2)
        return written([HEADING, *((f"{post.wall:%Y-%m-%d %H:%M}", post.text, *rest) for post in posts)])
