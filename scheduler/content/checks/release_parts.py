"""What a journalist looks for in a press release, and in which order."""

from collections.abc import Iterator

import regex

from scheduler.content.checks.protocol import Draft, Finding
from scheduler.content.domain.item_text import has_text
from scheduler.content.domain.kinds import Field, Kind
from scheduler.messages import N_, Message, message

DATELINE, END_MARK, CONTACT, AFTER_END = "dateline", "end_mark", "contact", "after_end"

# Places in capitals, then a dash and the lead: "MANILA / BRUSSELS — …", with or without a date before the dash.
_DATELINE = regex.compile(r"(?m)^[*_]{0,9}+\p{Lu}{2}[^\n\p{Ll}]{0,80}(?:[^\n—–]{0,30})[ )*_]*(?:—|–|--| - )")
# "###" and "-30-" in North America, "ENDS" in Britain; "FIN" and "ENDE" of French and German releases.
_END_MARK = regex.compile(r"(?m)^[ *_\-–—]{0,9}(?:#[ \t]?#[ \t]?#|\\#\\#\\#|-30-|30|ENDS?|FIN|ENDE)[ *_\-–—.]{0,9}$")
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
        body = draft.text.body
        end = _END_MARK.search(body)
        if not _DATELINE.search(body, 0, end.start() if end else len(body)):
            yield Finding(Field.BODY, details=(DATELINE,))
        if end is None:
            yield Finding(Field.BODY, details=(END_MARK,))
        if not (_MAIL.search(body) or _TELEPHONE.search(body)):
            yield Finding(Field.BODY, details=(CONTACT,))
        if end is not None and (late := _QUOTED.search(body, end.end())):
            yield Finding(Field.BODY, late.group(), details=(AFTER_END,))

    def advice(self, finding: Finding) -> Message:
        """Say what is missing and how it looks."""
        return {
            DATELINE: message(N_("No dateline. Start the first paragraph with the place in capitals: MANILA — …")),
            END_MARK: message(N_("No end mark. Put ### or ENDS on a line of its own after the text.")),
            CONTACT: message(N_("No media contact. Add an email address or a phone number, with hours.")),
            AFTER_END: message(N_("This quotation is after the end mark, where it is not printed. Move it up.")),
        }[finding.details[0]]
