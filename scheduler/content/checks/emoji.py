"""Many emoji: a screen reader reads the name of each aloud."""

from collections.abc import Iterator

import regex

from scheduler.content.checks.protocol import Draft, Finding, prose
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.threads import parts
from scheduler.messages import N_, Message, message

MOST = 3

# A flag, a sign of a keypad, or whatever Unicode shows as a picture, with what joins or colours it (UTS 51, 1.4.9).
_EMOJI = regex.compile(
    r"\p{Regional_Indicator}{2}|[0-9#*]\ufe0f?\u20e3"
    r"|(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f)\p{Emoji_Modifier}?"
    r"(?:\u200d\p{Extended_Pictographic}\ufe0f?\p{Emoji_Modifier}?)*"
)


class Emoji:
    """More than three in one text, or in one post of a thread."""

    slug = "emoji"
    label = message(N_("Emoji"))

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Yield each text with too many, and how many it has."""
        for passage in prose(draft):
            texts = parts(passage.text) if draft.kind is Kind.POST else (passage.text,)
            count = max((sum(1 for _found in _EMOJI.finditer(text)) for text in texts), default=0)
            if count > MOST:
                yield Finding(passage.field, "", passage.number, (str(count),))

    def advice(self, finding: Finding) -> Message:
        """Say how many there are."""
        text = N_("%(count)s emoji. Screen readers read each one aloud: keep to three, at the end.")
        return message(text, count=finding.details[0])
