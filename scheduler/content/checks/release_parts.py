"""What a journalist looks for in a press release, and in which order."""

from collections.abc import Iterator

import regex

from scheduler.content.checks.protocol import Draft, Finding
from scheduler.content.domain.contacts import has_contact
from scheduler.content.domain.item_text import ItemText, has_text
from scheduler.content.domain.kinds import Field, Kind
from scheduler.content.domain.release import begins_with_dateline, end_mark, end_of_release, has_dateline
from scheduler.messages import N_, Message, message

DATELINE, TWO_DATELINES, CONTACT = "dateline", "two_datelines", "contact"
END_MARK, EARLY_END, AFTER_END = "end_mark", "early_end", "after_end"

_QUOTED = regex.compile(r"“[^“”\n]{20,}+”|\"[^\"\n]{20,}+\"|«[^«»\n]{20,}+»")


class ReleaseParts:
    """Dateline, end mark and media contact of a press release; a quotation after the end mark."""

    slug = "release_parts"
    label = message(N_("Parts of a release"))

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Yield each part that is missing, or that stands where nobody prints it."""
        if draft.kind is not Kind.PRESS_RELEASE or not has_text(draft.text):
            return
        text = draft.text
        end = end_of_release(text.body)
        yield from _dateline(text, end)
        yield from _end(text, end)
        if not (has_contact(text.media_contact) or has_contact(text.body)):
            yield Finding(Field.MEDIA_CONTACT, details=(CONTACT,))

    def advice(self, finding: Finding) -> Message:
        """Say what is missing and how it looks."""
        return {
            DATELINE: message(N_("No dateline. Enter the place in capitals, such as MANILA.")),
            TWO_DATELINES: message(N_("Two datelines. Delete the one at the start of the text: the field sets it.")),
            EARLY_END: message(
                N_("The call to action and what follows it are set after this end mark. Delete the mark from the text.")
            ),
            END_MARK: message(N_("No end mark. Put ### or ENDS on a line of its own after the text.")),
            CONTACT: message(N_("No media contact. Add an email address or a phone number, with hours.")),
            AFTER_END: message(N_("This quotation is after the end mark, where it is not printed. Move it up.")),
        }[finding.details[0]]


def _dateline(text: ItemText, end: tuple[int, int] | None) -> Iterator[Finding]:
    if text.dateline.strip():
        if begins_with_dateline(text.body):
            yield Finding(Field.DATELINE, details=(TWO_DATELINES,))
    elif not has_dateline(text.body, end[0] if end else None):
        yield Finding(Field.DATELINE, details=(DATELINE,))


def _end(text: ItemText, end: tuple[int, int] | None) -> Iterator[Finding]:
    if end is None:
        late = _QUOTED.search(text.notes_to_editors)
        if not end_mark(text):
            yield Finding(Field.BODY, details=(END_MARK,))
        if late:
            yield Finding(Field.NOTES_TO_EDITORS, late.group(), details=(AFTER_END,))
        return
    if (
        any(part.strip() for part in (text.call_to_action, text.call_to_action_link, text.editors_note))
        or text.hashtags
    ):
        yield Finding(Field.BODY, details=(EARLY_END,))
    if late := _QUOTED.search(text.body, end[1]):
        yield Finding(Field.BODY, late.group(), details=(AFTER_END,))
