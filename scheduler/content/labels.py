"""How pages and calendars name kinds, states and channels of content."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext

from scheduler.content.channels.registry import CHANNELS
from scheduler.content.domain.import_columns import Target
from scheduler.content.domain.kinds import Field, Kind
from scheduler.content.domain.press_texts import PressOffer, PressPart
from scheduler.content.domain.reading_level import ReadingLevel
from scheduler.content.domain.reading_time import seconds_aloud
from scheduler.content.domain.video_length import as_length, seconds_of
from scheduler.content.domain.workflow import Action
from scheduler.content.exports.registry import EXPORTERS
from scheduler.web.badges import badge_of
from scheduler.web.template_filters import number
from scheduler.word_files.paragraphs import LeftOut

KIND_LABELS = {
    Kind.POST: lazy_pgettext("type of content", "Post"),
    Kind.PRESS_RELEASE: _l("Press release"),
    Kind.OP_ED: _l("Op-ed"),
    Kind.NEWSLETTER: _l("Newsletter"),
    Kind.STATEMENT: _l("Statement"),
    Kind.ARTICLE: _l("Article"),
    Kind.VIDEO: _l("Video"),
}

FIELD_LABELS = {
    Field.TITLE: _l("Title"),
    Field.SUBHEAD: _l("Subhead"),
    Field.DATELINE: _l("Dateline"),
    Field.BODY: lazy_pgettext("field of an item", "Text"),
    Field.QUOTES: _l("Quotes"),
    Field.EDITORS_NOTE: _l("Editor's note"),
    Field.BYLINE: _l("Byline"),
    Field.BYLINE_ROLE: _l("Author's title and affiliation"),
    Field.HASHTAGS: _l("Hashtags"),
    Field.CALL_TO_ACTION: _l("Call to action"),
    Field.CALL_TO_ACTION_LINK: _l("Call-to-action link"),
    Field.NOTES_TO_EDITORS: _l("Notes to editors"),
    Field.BOILERPLATE: _l("Boilerplate"),
    Field.MEDIA_CONTACT: _l("Media contact"),
    Field.FIRST_PUBLISHED: _l("First published"),
    Field.CAPTIONS: _l("Captions"),
    Field.LENGTH: _l("Length of the video"),
    Field.CONTENT_WARNING: _l("Content warning"),
    Field.DISCLAIMER: _l("Disclaimer"),
    Field.PHOTO_CREDIT: _l("Photo credit"),
    Field.ALT_TEXT: _l("Alt text"),
    Field.OUTLET: _l("Outlet"),
    Field.EXCLUSIVE_UNTIL: _l("Exclusive until"),
}

LEFT_OUT_LABELS = {
    LeftOut.CHANGES: _l("tracked deletions, while tracked insertions are taken over"),
    LeftOut.COMMENTS: _l("comments"),
    LeftOut.HEADERS: _l("headers and footers"),
    LeftOut.TEXT_BOXES: _l("text boxes"),
    LeftOut.PICTURES: _l("pictures"),
    LeftOut.NOTES: _l("footnotes and endnotes"),
    LeftOut.HIDDEN: _l("hidden text"),
    LeftOut.FORMULAS: _l("formulas"),
    LeftOut.SYMBOLS: _l("symbols of special fonts"),
    LeftOut.EMBEDDED: _l("embedded documents"),
}

TARGET_LABELS = {
    Target.TITLE: _l("Title"),
    Target.DAY: _l("Date"),
    Target.TIME: _l("Time"),
    Target.ZONE: _l("Time zone"),
    Target.ORGANISATION: _l("Organisation"),
    Target.OWNER: _l("Owner"),
    Target.KIND: _l("Type"),
    Target.CHANNELS: _l("Channels"),
    Target.COPY: _l("Copy"),
    Target.CAMPAIGN: _l("Campaign"),
    Target.LINK: _l("Link"),
}

INSERT_LABELS = {
    PressPart.BOILERPLATE: _l("Insert boilerplate"),
    PressPart.MEDIA_CONTACT: _l("Insert media contact"),
}

ACTION_LABELS = {
    Action.START_DRAFT: _l("Start a draft"),
    Action.SEND_TO_REVIEW: _l("Request sign-off"),
    Action.BACK_TO_DRAFT: _l("Return to draft"),
    Action.APPROVE: _l("Approve"),
    Action.SCHEDULE: _l("Mark as scheduled"),
    Action.UNSCHEDULE: _l("Unschedule"),
    Action.PUBLISH: _l("Mark as published"),
    Action.CORRECT: _l("Issue a correction"),
    Action.WITHDRAW: _l("Retract"),
    Action.CANCEL: _l("Cancel item"),
    Action.REOPEN: _l("Reinstate"),
}

DONE = {
    Action.START_DRAFT: _l("Now a draft."),
    Action.SEND_TO_REVIEW: _l("Now in review: sign-off has been requested."),
    Action.BACK_TO_DRAFT: _l("Returned to draft."),
    Action.APPROVE: _l("Approved."),
    Action.SCHEDULE: _l("Scheduled: calendars show it as confirmed."),
    Action.UNSCHEDULE: _l("Unscheduled, and still approved."),
    Action.CANCEL: _l("Cancelled. Calendars show it as cancelled for 60 days."),
    Action.WITHDRAW: _l("Retracted. Everyone involved has been notified."),
    Action.REOPEN: _l("Returned to draft."),
}


def kind_label(kind: str) -> str:
    """Return how a kind is written."""
    return str(KIND_LABELS[Kind(kind)])


def state_label(state: str) -> str:
    """Return how a state is written."""
    return str(badge_of(state).label)


def action_label(action: str) -> str:
    """Return how an action is written on a button."""
    return str(ACTION_LABELS[Action(action)])


def field_label(field: str) -> str:
    """Return how a field of the text is written."""
    return str(FIELD_LABELS[Field(field)]) if field in set(Field) else _("Channel and language versions")


_OWN_CHANNELS = {"website": _l("Website"), "newsletter": _l("Newsletter"), "press_list": _l("Media list")}


def channel_name(slug: str) -> str:
    """Return how a channel is written; one that is no longer offered keeps its slug."""
    known = CHANNELS.get(slug)
    if known is None:
        return slug or _("Anywhere")
    return str(_OWN_CHANNELS.get(slug, known.name))


def target_label(target: str) -> str:
    """Return how a column of a spreadsheet is written."""
    return str(TARGET_LABELS[Target(target)])


def place_name(channel: str, language: str, organisation: str) -> str:
    """Return what a text is for: channel, language and organisation, those that are named."""
    parts = (channel_name(channel) if channel else _("All channels"), language, organisation)
    return " · ".join(part for part in parts if part)


def reading_length(words: int, minutes: int) -> str:
    """Return how long a text is: words, and minutes of reading."""
    counted = ngettext("%(shown)s word", "%(shown)s words", words, shown=number(words))
    # Translators: length is a number of words, such as "412 words"; minutes is how long it takes to read them.
    return _("%(length)s, %(minutes)s min read", length=counted, minutes=number(minutes))


def script_length(words: int, length: str) -> str:
    """Return how long a script takes to read aloud, beside the length of its video; empty without a script."""
    if not words:
        return ""
    script, video = as_length(seconds_aloud(words)), seconds_of(length)
    if video is None:
        return _("Script reads in about %(script)s", script=script)
    # Translators: both are minutes and seconds, such as "Script reads in about 2:10; the video is 1:30 long"
    return _("Script reads in about %(script)s; the video is %(video)s long", script=script, video=as_length(video))


def export_formats() -> list[tuple[str, str]]:
    """Return the formats in which copy can be downloaded, as slug and name."""
    return [(exporter.slug, exporter.label.render(_)) for exporter in EXPORTERS.values()]


def insert_label(offer: PressOffer) -> str:
    """Return what the button is called that puts a part which organisations keep ready into a text."""
    name = str(INSERT_LABELS[offer.part])
    # Translators: button is "Insert boilerplate" or "Insert media contact", language is a code such as "fr".
    return _("%(button)s (%(language)s)", button=name, language=offer.language) if offer.language else name


def reading_level_label(level: ReadingLevel) -> str:
    """Return for whom a text reads."""
    return {
        ReadingLevel.PLAIN: _("Reads like plain language."),
        ReadingLevel.SECONDARY: _("Reads like secondary school. Shorter sentences and words reach more people."),
        ReadingLevel.UNIVERSITY: _("Reads like university. Shorter sentences and words reach more people."),
    }[level]
