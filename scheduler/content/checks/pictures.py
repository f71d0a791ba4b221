"""Every picture has alt text and a credit; one that is only described is announced by either of them."""

from collections.abc import Iterator

from scheduler.content.checks.protocol import Draft, Finding
from scheduler.content.domain.kinds import KINDS, Field
from scheduler.content.domain.pictures import PictureFault, missing_words
from scheduler.messages import N_, Message, message

_FIELDS = {PictureFault.NO_ALT_TEXT: Field.ALT_TEXT, PictureFault.NO_CREDIT: Field.PHOTO_CREDIT}


class Pictures:
    """Pictures without alt text or credit, and photo credit without alt text, or the other way round."""

    slug = "pictures"
    label = message(N_("Alt text and credit"))

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Yield what is missing: of the picture that is only described, then of those that were added, in order."""
        credit, alt_text = draft.text.photo_credit.strip(), draft.text.alt_text.strip()
        if Field.ALT_TEXT in KINDS[draft.kind].fields and bool(credit) != bool(alt_text):
            yield Finding(Field.ALT_TEXT if credit else Field.PHOTO_CREDIT, basis=f"{credit}|{alt_text}")
        for file in draft.text.attachments:
            for fault in missing_words(file):
                yield Finding(_FIELDS[fault], file.name, details=(fault,), basis=file.sha256)

    def advice(self, finding: Finding) -> Message:
        """Say which one is missing."""
        if finding.details == (PictureFault.NO_ALT_TEXT,):
            return message(N_("This picture has no alt text. Describe it for people who cannot see it."))
        if finding.details == (PictureFault.NO_CREDIT,):
            return message(N_("This picture has no credit. Add who made it or owns it."))
        if finding.field is Field.ALT_TEXT:
            return message(N_("The image has a credit but no alt text. Describe it for people who cannot see it."))
        return message(N_("The image has alt text but no photo credit. Add who owns it."))
