"""The forms of a coalition's first run."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from scheduler.accounts.forms.fields import NameField, blemish_message
from scheduler.addresses import hidden_in_address
from scheduler.agenda.topic_labels import topic_choices
from scheduler.observances.domain.vocabulary import Topic
from scheduler.pages.domain.bulk_entry import MOST_LINES, LineError, Problem
from scheduler.web.fields import ChecksField, ProseField, ZoneField
from scheduler.web.forms import TokenForm
from scheduler.web.hidden_characters import hidden_character_message

COALITION_NAME_MAX_CHARS = 120
LIST_MAX_CHARS = 60_000
USUAL_TOPICS = (Topic.TRAFFICKING.value, Topic.CHILD_PROTECTION.value, Topic.ONLINE_SAFETY.value)


class CoalitionForm(TokenForm):
    name = NameField(_l("Name of the coalition"), max_chars=COALITION_NAME_MAX_CHARS, required=True)
    zone = ZoneField(_l("Time zone"), required=True)


class OrganisationsForm(TokenForm):
    names = ProseField(_l("Organisations (one per line)"), max_chars=LIST_MAX_CHARS)


class TopicsForm(TokenForm):
    topics = ChecksField(_l("Topics"), default=list(USUAL_TOPICS))

    def offer(self) -> "TopicsForm":
        """Fill the list of topics."""
        self.topics.choices = topic_choices()
        return self


class PeopleForm(TokenForm):
    people = ProseField(_l("People (one per line)"), max_chars=LIST_MAX_CHARS)


def problem_messages(problems: list[Problem]) -> list[str]:
    """Say what is wrong with which line."""
    return [_("Line %(line)s: %(what)s", line=problem.line, what=_what(problem)) for problem in problems]


def _what(problem: Problem) -> str:
    text = problem.text
    messages = {
        LineError.TOO_MANY_LINES: _(
            "more than %(most)s lines. Save the first ones, then come back for more.", most=MOST_LINES
        ),
        LineError.TOO_LONG: _("the name “%(words)s…” is too long: 160 characters at most.", words=text[:40]),
        LineError.TWICE: _("“%(words)s” is listed twice.", words=text),
        LineError.CLOSED: _(
            "“%(words)s” is, or looks like, the name of a closed organisation. Choose another name.",
            words=text,
        ),
        LineError.LOOKS_LIKE: _(
            "“%(words)s” looks like “%(other)s” and could be mistaken for it. Choose another name.",
            words=text,
            other=problem.other,
        ),
        LineError.BLEMISHED: blemish_message(problem.blemish, text) if problem.blemish is not None else "",
        LineError.NOT_THREE_PARTS: _("write email, organisation and role, separated by commas."),
        LineError.BAD_ADDRESS: _no_address(text),
        LineError.UNKNOWN_ORGANISATION: _("there is no organisation called “%(words)s”.", words=text),
        LineError.UNKNOWN_ROLE: _("“%(words)s” is not a role. Write lead, editor or member.", words=text),
        LineError.LIMIT: text,
        LineError.THERE_ALREADY: _("%(words)s already belongs to the organisation. Delete the line.", words=text),
    }
    return messages[problem.fault]


def _no_address(text: str) -> str:
    """Say what is wrong with an address, and where it holds what cannot be seen."""
    hidden = hidden_in_address(text)
    if hidden is not None:
        return hidden_character_message(text, text.index(hidden))
    return _("“%(words)s” is not an email address.", words=text)
