"""Lines that look as if they parted the posts of a thread: telephones and Word make a long dash of three short ones."""

from collections.abc import Iterator

import regex

from scheduler.content.checks.protocol import Draft, Finding, prose
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.threads import SEPARATOR
from scheduler.messages import N_, Message, message

_LOOKS_LIKE_ONE = regex.compile(r"(?m)^[ \t]*([-–—―_*=~][-–—―_*=~ \t]*?)[ \t]*\r?$")


class Separators:
    """A line of a post that holds nothing but dashes or the like, and is no separator."""

    slug = "separators"
    label = message(N_("Posts of a thread"))

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Yield each such line."""
        if draft.kind is not Kind.POST:
            return
        for passage in prose(draft):
            for line in _LOOKS_LIKE_ONE.finditer(passage.text):
                if line.group(1) != SEPARATOR:
                    yield Finding(passage.field, line.group(1), passage.number)

    def advice(self, finding: Finding) -> Message:
        """Say what parts posts."""
        del finding
        return message(N_("This line is published as it is. Type --- to start the next post of a thread instead."))
