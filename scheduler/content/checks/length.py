"""Copy that is longer than a channel takes."""

from collections.abc import Iterator

from scheduler.content.checks.protocol import Draft, Finding
from scheduler.messages import N_, Message, message


class Length:
    """Texts over the limit of a channel, each in the network's own count; the limits stand in `content/channels/`."""

    slug = "length"
    label = message(N_("Length"))

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Yield each place where the text does not fit, while it is not out."""
        if not draft.is_published:
            for place in draft.too_long:
                yield Finding(None, channel=place.channel, language=place.language, details=(str(place.over),))

    def advice(self, finding: Finding) -> Message:
        """Say by how much it is too long."""
        if finding.details == ("0",):
            return message(
                N_("This channel does not take it like this. See “Copy for each channel” for what it refuses.")
            )
        text = N_("Too long by %(over)s. Shorten it, or write a version for this channel.")
        return message(text, over=finding.details[0])
