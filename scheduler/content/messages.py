"""Why something cannot be done, and what a network has to say about a text, in words."""

from collections.abc import Collection, Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from scheduler.content.channels.protocol import Count, Remark, RemarkCode, Unit
from scheduler.content.checks.registry import BY_SLUG
from scheduler.content.domain.pictures import FaultyPicture, PictureFault
from scheduler.content.domain.quotes import FaultyQuote, QuoteFault
from scheduler.content.domain.signoff import Blocker, BlockerCode
from scheduler.content.domain.skipping import SkippedError, SkipReason
from scheduler.content.domain.workflow import FailedCheck, Refusal, RefusalCode, State
from scheduler.content.labels import field_label, state_label
from scheduler.web.template_filters import number


def refusal_message(refusal: Refusal, organisations: Mapping[int, str]) -> str:
    """Return why not, and what to do next; `organisations` names those concerned."""
    if refusal.blocker is not None:
        return blocker_message(refusal.blocker, organisations)
    if (of_the_copy := _copy_message(refusal)) is not None:
        return of_the_copy
    if refusal.code is RefusalCode.NOT_YET:
        return _early_message(refusal.state)
    if refusal.state is not None:
        return _(
            "It is now %(state)s: it has been changed in the meantime, or this step is no longer possible.",
            state=state_label(refusal.state),
        )
    return {
        RefusalCode.NOT_YOURS: _("Only leads and editors of the owning organisation can do this."),
        RefusalCode.COORDINATOR_HAS_NO_TEXT: _(
            "Coordinators have no rights over an organisation’s copy. Ask its lead."
        ),
        RefusalCode.JOINT_TEXT: _(
            "Other organisations have signed off this copy: a lead of the owning organisation corrects it, and they "
            "are notified."
        ),
        RefusalCode.LEAD_OR_OWNER_ONLY: _("Only the owner or a lead of the owning organisation can do this."),
        RefusalCode.NO_TEXT: _("There is no copy yet. Write it first."),
        RefusalCode.FIELD_MISSING: _("Fill in first: %(field)s.", field=field_label(refusal.field)),
        RefusalCode.NO_PUBLISH_TIME: _("Set the publish time, not only the date."),
        RefusalCode.LINK_MISSING: _("Add the published link."),
        RefusalCode.LINK_OR_REASON_MISSING: _("Add the link, or say why there is none."),
        RefusalCode.LINK_INVALID: _("Enter a full link that starts with https:// or http://."),
        RefusalCode.NOTE_MISSING: _("Correction note, one line. Shown with the item."),
    }[refusal.code]


def _copy_message(refusal: Refusal) -> str | None:
    """Return what of the copy itself is in the way; None if nothing is."""
    if refusal.picture is not None:
        return picture_message(refusal.picture)
    if refusal.quote is not None:
        return quote_message(refusal.quote)
    return failed_check_message(refusal.check) if refusal.check is not None else None


def failed_check_message(failed: FailedCheck) -> str:
    """Return what a required check has found, and what to do."""
    check = BY_SLUG[failed.slug].label.render(_)
    if failed.quotes:
        found = ", ".join(f"“{quote}”" for quote in failed.quotes) + (" …" if failed.has_more else "")
        text = _("The coalition requires the check “%(check)s”. It points out %(found)s.", check=check, found=found)
    else:
        text = _("The coalition requires the check “%(check)s”, and something is missing.", check=check)
    return text + " " + _("Change it, or override the check with a reason, under “Checks”.")


def picture_message(faulty: FaultyPicture) -> str:
    """Return why a picture stands in the way, and what to do."""
    name = faulty.name
    return {
        PictureFault.CONSENT_WITHDRAWN: _(
            "Consent for the picture “%(name)s” was withdrawn. Remove it, or record a new consent.", name=name
        ),
        PictureFault.CONSENT_ENDED: _(
            "Consent for the picture “%(name)s” has ended. Remove it, or enter a new consent.", name=name
        ),
    }[faulty.fault]


def quote_message(faulty: FaultyQuote) -> str:
    """Return why a quote stands in the way, and what to do."""
    speaker = faulty.speaker or _("speaker %(number)s", number=faulty.number)
    if faulty.fault is QuoteFault.CONSENT_WITHDRAWN:
        return _(
            "Consent for the quote by %(speaker)s was withdrawn. Remove the quote, or record a new consent.",
            speaker=speaker,
        )
    return _(
        "Consent for the quote by %(speaker)s ends before it is published. Ask again, or remove the quote.",
        speaker=speaker,
    )


def _early_message(state: State | None) -> str:
    """Return what comes first."""
    if state is State.IDEA:
        return _("This is still an idea: write the copy and request sign-off first.")
    if state is State.DRAFT:
        return _("This is still a draft: request sign-off first.")
    return _("It is in review and needs approval first.")


def blocker_message(blocker: Blocker, organisations: Mapping[int, str]) -> str:
    """Return which yes is lacking, and from whom."""
    who = {"organisation": organisations.get(blocker.organisation_id, _("An organisation"))}
    return {
        BlockerCode.AWAITING: _("Awaiting %(organisation)s.", **who),
        BlockerCode.VOID: _("%(organisation)s signed off an earlier version and needs to re-sign.", **who),
        BlockerCode.CHANGES_REQUESTED: _("%(organisation)s requested changes.", **who),
        BlockerCode.ORGANISATION_CLOSED: _(
            "%(organisation)s has left the coalition: remove it, or choose another.", **who
        ),
        BlockerCode.OWNER_CLOSED: _(
            "%(organisation)s has left the coalition: choose a new owning organisation.", **who
        ),
        BlockerCode.NO_LEAD: _("%(organisation)s has no lead who could sign off.", **who),
        BlockerCode.OTHER_LEAD_NEEDED: _(
            "A lead of %(organisation)s who did not make the last edit has to sign off.", **who
        ),
        BlockerCode.SECOND_PERSON_NEEDED: _(
            "The only lead of %(organisation)s wrote the copy: another signatory, or a coordinator who may read it, "
            "has to check it, or %(organisation)s appoints a second lead.",
            **who,
        ),
    }[blocker.code]


def skip_reason_label(why: SkipReason) -> str:
    """Return why an item was left as it was."""
    return {
        SkipReason.NOT_YOURS: _("you cannot change it"),
        SkipReason.OVER: _("already published, retracted or cancelled"),
        SkipReason.NO_DAY: _("has no date yet"),
        SkipReason.OUT_OF_RANGE: _("would be too far in the future"),
        SkipReason.OTHER_ORGANISATION: _("belongs to an organisation where this person is neither lead nor editor"),
        SkipReason.REFUSED: _("is missing a sign-off, a required check or the published link"),
        SkipReason.CHECK_FAILED: _("scheduled, and a required check finds something on the new date"),
        SkipReason.QUOTE_FAULTY: _("scheduled, and consent for a quote ends before the new date"),
        SkipReason.UNDER_EMBARGO: _("still under embargo"),
        SkipReason.CHANGED_SINCE: _("changed since"),
        SkipReason.DELETED: _("deleted since"),
        SkipReason.UNCHANGED: _("is already so"),
    }[why]


def moved_message(error: SkippedError) -> str:
    """Return why a scheduled item stays on its day, and what to do; empty where its life is not in the way."""
    reasons = [refusal_message(refusal, {}) for refusal in error.refusals]
    if not reasons:
        return ""
    return " ".join(
        (_("It is scheduled and could not be published on the new date, so it stays where it is."), *reasons)
    )


def skipped_message(skipped: Collection[tuple[int, SkipReason]], titles: Mapping[int, str]) -> str:
    """Return which items were left as they were, and why, in one line."""
    return "; ".join(f"“{titles.get(ident, '…')}” ({skip_reason_label(why)})" for ident, why in skipped)


def unit_label(count: Count) -> str:
    """Return how much of its limit a text uses."""
    used = number(count.used)
    if count.limit is None:
        return ngettext("%(shown)s character, no limit", "%(shown)s characters, no limit", count.used, shown=used)
    limit = number(count.limit)
    if count.unit is Unit.BYTES:
        return _("%(used)s of %(limit)s bytes", used=used, limit=limit)
    return _("%(used)s of %(limit)s characters", used=used, limit=limit)


def over_limit_message(count: Count) -> str:
    """Return by how much a text is too long; empty when it fits."""
    left = count.left
    if left is None or left >= 0:
        return ""
    return ngettext("%(shown)s character over", "%(shown)s characters over", -left, shown=number(-left))


def remark_message(remark: Remark) -> str:
    """Return one thing that a network has to say about a text."""
    used, limit = number(remark.used), number(remark.limit)
    return {
        RemarkCode.TOO_MANY_BYTES: _("%(used)s bytes of at most %(limit)s.", used=used, limit=limit),
        RemarkCode.TOO_MANY_HASHTAGS: _("%(used)s hashtags of at most %(limit)s.", used=used, limit=limit),
        RemarkCode.ONLY_FIRST_HASHTAG_WORKS: _("Only the first of several hashtags becomes a link."),
        RemarkCode.TOO_MANY_LINKS: _("%(used)s links of at most %(limit)s.", used=used, limit=limit),
        RemarkCode.ESTIMATED: _("The length is an estimate: the copy contains very long words or addresses."),
    }[remark.code]
