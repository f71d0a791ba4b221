"""What a journalist looks for in a press release, and in which order."""

from collections.abc import Iterator

import regex

from scheduler.content.checks.protocol import Draft, Finding
from scheduler.content.domain.item_text import has_text
from scheduler.content.domain.kinds import Field, Kind
from scheduler.content.domain.release import end_mark, end_of_release, has_dateline
from scheduler.messages import N_, Message, message

DATELINE, END_MARK, CONTACT, AFTER_END = "dateline", "end_mark", "contact", "after_end"

# Bounded, and not begun within itself, so that time is linear in the text.
_MAIL = regex.compile(r"(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_TELEPHONE = regex.compile(r"\+?[0-9][0-9()./ \-]{6,20}[0-9]")
_QUOTED = regex.compile(r"“[^“”\n]{20,}+”|\"[^\"\n]{20,}+\"|«[^«»\n]{20,}+»")


class ReleaseParts:
    """Dateline, end mark and media contact of a press release; a quotation after the end mark."""

    slug = "release_parts"
    label = message(N_("Parts of a release"))

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Yield each part that is missing, or that stands where nobody prints it."""
        if draft.kind is not Kind.PRESS_RELEASE or not has_text(draft.text):
            return
        text, body = draft.text, draft.text.body
        end = end_of_release(body)
        if not (text.dateline.strip() or has_dateline(body, end[0] if end else None)):
            yield Finding(Field.DATELINE, details=(DATELINE,))
        if end is None and not end_mark(text):
            yield Finding(Field.BODY, details=(END_MARK,))
        if not any(_MAIL.search(part) or _TELEPHONE.search(part) for part in (text.media_contact, body)):
            yield Finding(Field.MEDIA_CONTACT, details=(CONTACT,))
        if end is not None and (late := _QUOTED.search(body, end[1])):
            yield Finding(Field.BODY, late.group(), details=(AFTER_END,))

    def advice(self, finding: Finding) -> Message:
        """Say what is missing and how it looks."""
        return {
            DATELINE: message(N_("No dateline. Enter the place in capitals, such as MANILA.")),
            END_MARK: message(N_("No end mark. Put ### or ENDS on a line of its own after the text.")),
            CONTACT: message(N_("No media contact. Add an email address or a phone number, with hours.")),
            AFTER_END: message(N_("This quotation is after the end mark, where it is not printed. Move it up.")),
        }[finding.details[0]]
