"""Buffer's bulk upload: one file for each channel, with a heading that is known letter by letter.

`Text`, `Image URL`, `Tags`, `Posting Time`; times as `YYYY-MM-DD HH:mm` by the clock of the channel; at most 100 posts,
10 on the free plan. Source: support.buffer.com/article/926-how-to-upload-posts-in-bulk-to-buffer, as quoted by programs
that write the file (one of them on 17 September 2026); read 27 November 2026.
"""

from collections.abc import Sequence

from scheduler.content.plan_files.protocol import PlannedPost, written
from scheduler.messages import N_, message

HEADING = ("Text", "Image URL", "Tags", "Posting Time")


class Buffer:
    """Pictures are not in the file, and tags are Buffer's own, so both columns stay empty."""

    slug = "buffer"
    label = message(N_("Buffer"))
    advice = message(N_("Upload it to one channel, in its settings under Bulk Upload; the free plan takes 10 posts."))
    most_rows = 100
    parts_at = ""

    def write(self, posts: Sequence[PlannedPost]) -> bytes:
        """Return the heading and the rows."""
        return written([HEADING, *((post.text, "", "", f"{post.wall:%Y-%m-%d %H:%M}") for post in posts)])
