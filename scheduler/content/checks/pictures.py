"""A picture is announced by its credit or its description: both have to be there."""

from collections.abc import Iterator

from scheduler.content.checks.protocol import Draft, Finding
from scheduler.content.domain.kinds import KINDS, Field
from scheduler.messages import N_, Message, message


class Pictures:
    """Photo credit without alt text, or the other way round."""

    slug = "pictures"
    label = message(N_("Alt text and credit"))

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Yield the one that is missing."""
        credit, alt_text = draft.text.photo_credit.strip(), draft.text.alt_text.strip()
        if Field.ALT_TEXT in KINDS[draft.kind].fields and bool(credit) != bool(alt_text):
            yield Finding(Field.ALT_TEXT if credit else Field.PHOTO_CREDIT)

    def advice(self, finding: Finding) -> Message:
        """Say which one is missing."""
        if finding.field is Field.ALT_TEXT:
            return message(N_("The image has a credit but no alt text. Describe it for people who cannot see it."))
        return message(N_("The image has alt text but no photo credit. Add who owns it."))
