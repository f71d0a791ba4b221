"""Why something cannot be done, and what a network has to say about a text, in words."""

from collections.abc import Collection, Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from scheduler.content.channels.protocol import Count, Remark, RemarkCode, Unit
from scheduler.content.domain.signoff import Lack, LackCode
from scheduler.content.domain.workflow import Refusal, RefusalCode, State
from scheduler.content.services.bulk import Skip
from scheduler.content.wording import field_label, state_label
from scheduler.web.template_filters import number


def refusal_words(refusal: Refusal, organisations: Mapping[int, str]) -> str:
    """Return why not, and what to do next; `organisations` names those concerned."""
    if refusal.lack is not None:
        return lack_words(refusal.lack, organisations)
    if refusal.code is RefusalCode.NOT_YET:
        return _early_words(refusal.state)
    if refusal.state is not None:
        return _(
            "It is %(state)s now: that has changed, or is not possible any more.", state=state_label(refusal.state)
        )
    return {
        RefusalCode.NOT_YOURS: _("Only leads and editors of its organisation can do this."),
        RefusalCode.COORDINATOR_HAS_NO_WORDS: _(
            "Coordinating gives no right over an organisation's words. Ask its lead."
        ),
        RefusalCode.JOINT_WORDS: _(
            "Other organisations have signed these words: a lead of its organisation corrects them, and they are told."
        ),
        RefusalCode.LEAD_OR_OWNER_ONLY: _("Only its owner or a lead of its organisation can do this."),
        RefusalCode.NO_WORDS: _("There are no words yet. Write them first."),
        RefusalCode.FIELD_MISSING: _("Fill in first: %(field)s.", field=field_label(refusal.field)),
        RefusalCode.NO_PUBLISH_TIME: _("Set the time at which it comes out, not the day alone."),
        RefusalCode.LINK_MISSING: _("Enter the web address at which it can be read."),
        RefusalCode.LINK_OR_REASON_MISSING: _("Enter the web address, or say why there is none."),
        RefusalCode.LINK_INVALID: _("Enter a full web address that starts with https:// or http://."),
        RefusalCode.NOTE_MISSING: _("Say in a line what was wrong: it is shown with the item."),
    }[refusal.code]


def _early_words(state: State | None) -> str:
    """Return what comes first."""
    if state is State.IDEA:
        return _("It is an idea so far: write the words and ask for sign-off first.")
    if state is State.DRAFT:
        return _("It is a draft so far: ask for sign-off first.")
    return _("It is in review: it has to be approved first.")


def lack_words(lack: Lack, organisations: Mapping[int, str]) -> str:
    """Return which yes is lacking, and from whom."""
    who = {"organisation": organisations.get(lack.organisation_id, _("An organisation"))}
    return {
        LackCode.AWAITING: _("%(organisation)s has not answered yet.", **who),
        LackCode.VOID: _("%(organisation)s said yes to other words and has to read these.", **who),
        LackCode.SAID_NO: _("%(organisation)s said no.", **who),
        LackCode.ORGANISATION_CLOSED: _(
            "%(organisation)s has left the coalition: take it off, or name another.", **who
        ),
        LackCode.OWNER_CLOSED: _(
            "%(organisation)s has left the coalition: another organisation has to take it over.", **who
        ),
        LackCode.NO_LEAD: _("%(organisation)s has no lead who could sign.", **who),
        LackCode.OTHER_LEAD_NEEDED: _(
            "A lead of %(organisation)s who did not write the words last has to sign.", **who
        ),
        LackCode.SECOND_PERSON_NEEDED: _(
            "The only lead of %(organisation)s wrote the words: another signatory, or a coordinator who may read them,"
            " has to check them; or %(organisation)s names a second lead.",
            **who,
        ),
    }[lack.code]


def skip_words(why: Skip) -> str:
    """Return why an item was left as it was."""
    return {
        Skip.NOT_YOURS: _("not yours to change"),
        Skip.OVER: _("already out, withdrawn or cancelled"),
        Skip.NO_DAY: _("has no day yet"),
        Skip.OUT_OF_RANGE: _("would leave the calendar"),
        Skip.OTHER_ORGANISATION: _("belongs to an organisation where this person is neither lead nor editor"),
        Skip.REFUSED: _("lacks its sign-off or its web address"),
        Skip.UNDER_EMBARGO: _("still under embargo"),
        Skip.CHANGED_SINCE: _("changed since"),
        Skip.DELETED: _("deleted since"),
        Skip.UNCHANGED: _("was so already"),
    }[why]


def skipped_words(skipped: Collection[tuple[int, Skip]], titles: Mapping[int, str]) -> str:
    """Return which items were left as they were, and why, in one line."""
    return "; ".join(f"“{titles.get(ident, '…')}” ({skip_words(why)})" for ident, why in skipped)


def unit_words(count: Count) -> str:
    """Return how much of its limit a text uses."""
    used = number(count.used)
    if count.limit is None:
        return ngettext("%(shown)s character, no limit", "%(shown)s characters, no limit", count.used, shown=used)
    limit = number(count.limit)
    if count.unit is Unit.BYTES:
        return _("%(used)s of %(limit)s bytes", used=used, limit=limit)
    return _("%(used)s of %(limit)s characters", used=used, limit=limit)


def over_words(count: Count) -> str:
    """Return by how much a text is too long; empty when it fits."""
    left = count.left
    if left is None or left >= 0:
        return ""
    return ngettext("%(shown)s character too long", "%(shown)s characters too long", -left, shown=number(-left))


def remark_words(remark: Remark) -> str:
    """Return one thing that a network has to say about a text."""
    used, limit = number(remark.used), number(remark.limit)
    return {
        RemarkCode.TOO_MANY_BYTES: _("%(used)s bytes: it takes %(limit)s.", used=used, limit=limit),
        RemarkCode.TOO_MANY_HASHTAGS: _("%(used)s hashtags: it takes %(limit)s.", used=used, limit=limit),
        RemarkCode.ONLY_FIRST_HASHTAG_WORKS: _("Of several hashtags only the first becomes a link."),
        RemarkCode.TOO_MANY_LINKS: _("%(used)s links: it takes %(limit)s.", used=used, limit=limit),
        RemarkCode.ESTIMATED: _("The length is an estimate: the text holds very long words or addresses."),
    }[remark.code]
