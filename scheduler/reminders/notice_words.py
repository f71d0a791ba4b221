"""What notices say: a heading, a sentence, and why somebody gets it; about the entry's face alone."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from scheduler.agenda.services.notices import NoticeKind


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """What a notice says when nothing more is known of it; `%(title)s` and `%(actor)s` are filled in.

    `label` names the kind on the preferences page, `action` what the button is for.
    """

    label: LazyString
    subject: LazyString
    sentence: LazyString
    why: LazyString
    action: LazyString


YOU_OWN = _l("You own this or take part in it.")
YOU_SIGN = _l("You may answer for an organisation that signs this.")
YOU_ASKED = _l("You asked for this, or are lead of the organisation that it was asked for.")
YOU_READ = _l("You may read this before its embargo lifts.")

NOTICE_WORDS: dict[NoticeKind, NoticeWords] = {
    NoticeKind.REVIEW_ASKED: NoticeWords(
        _l("You are asked to review"),
        _l("Please review: %(title)s"),
        _l("%(actor)s asks you to review this."),
        _l("You were named as a reviewer."),
        _l("Read and review"),
    ),
    NoticeKind.REVIEW_ANSWERED: NoticeWords(
        _l("A review that you asked for is answered"),
        _l("Reviewed: %(title)s"),
        _l("%(actor)s has answered the review that you asked for."),
        _l("You asked for this review or own what was reviewed."),
        _l("Read the review"),
    ),
    NoticeKind.SIGNOFF_ASKED: NoticeWords(
        _l("Your organisation is asked to sign off"),
        _l("Please sign off: %(title)s"),
        _l("%(actor)s asks your organisation to sign off or request changes."),
        YOU_SIGN,
        _l("Review and sign off"),
    ),
    NoticeKind.SIGNED: NoticeWords(
        _l("An organisation has answered a sign-off"),
        _l("Sign-off answered: %(title)s"),
        _l("%(actor)s has answered for an organisation."),
        YOU_OWN,
        _l("See the sign-offs"),
    ),
    NoticeKind.WORDS_CHANGED: NoticeWords(
        _l("Words changed after your sign-off"),
        _l("Changed after your sign-off: %(title)s"),
        _l("%(actor)s has changed the words that were signed off. That sign-off no longer counts: answer again."),
        _l("You signed off the words as they were, or may answer for an organisation that did."),
        _l("See what changed and answer again"),
    ),
    NoticeKind.MENTIONED: NoticeWords(
        _l("You are mentioned in a comment"),
        _l("You are mentioned: %(title)s"),
        _l("%(actor)s mentions you in a comment."),
        _l("Your name stands in a comment."),
        _l("Read and reply"),
    ),
    NoticeKind.COMMENTED: NoticeWords(
        _l("Somebody comments on what you own"),
        _l("New comment: %(title)s"),
        _l("%(actor)s has written a comment."),
        YOU_OWN,
        _l("Read and reply"),
    ),
    NoticeKind.ASSIGNED: NoticeWords(
        _l("Something becomes yours"),
        _l("Now yours: %(title)s"),
        _l("%(actor)s has made this yours."),
        _l("You are the one who is to do this."),
        _l("See what is to be done"),
    ),
    NoticeKind.PUBLISHED: NoticeWords(
        _l("Something of yours is published"),
        _l("Published: %(title)s"),
        _l("%(actor)s has marked this as published."),
        YOU_OWN,
        _l("See where it came out"),
    ),
    NoticeKind.CORRECTED: NoticeWords(
        _l("Something published is corrected"),
        _l("Corrected: %(title)s"),
        _l("%(actor)s has corrected this after it was published. Correct it where you have published it, too."),
        YOU_OWN,
        _l("Read the correction"),
    ),
    NoticeKind.WITHDRAWN: NoticeWords(
        _l("Something is withdrawn"),
        _l("Withdrawn: %(title)s"),
        _l("%(actor)s has withdrawn this. Please do not publish it, and take down what you have published of it."),
        YOU_OWN,
        _l("See why it is withdrawn"),
    ),
    NoticeKind.MOVED: NoticeWords(
        _l("A day moves"),
        _l("Moved: %(title)s"),
        _l("This now has another date."),
        _l("You follow this, were reminded of the old date, or take part in it."),
        _l("See the new date"),
    ),
    NoticeKind.CANCELLED: NoticeWords(
        _l("A day is cancelled"),
        _l("Cancelled: %(title)s"),
        _l("This will not take place."),
        _l("You follow this, were reminded of it, or take part in it."),
        _l("See what is cancelled"),
    ),
    NoticeKind.RESTORED: NoticeWords(
        _l("A cancelled day takes place after all"),
        _l("Takes place after all: %(title)s"),
        _l("This was cancelled and now takes place after all."),
        _l("You follow this, were told that it was cancelled, or take part in it."),
        _l("See the date"),
    ),
    NoticeKind.LIFTED: NoticeWords(
        _l("An embargo has lifted"),
        _l("The embargo has lifted: %(title)s"),
        _l("Everybody whom this is meant for can read it now."),
        YOU_READ,
        _l("Read it"),
    ),
    NoticeKind.HELD: NoticeWords(
        _l("An embargo is put on hold"),
        _l("On hold: %(title)s"),
        _l("%(actor)s has put this on hold. It stays under embargo until the hold is released."),
        YOU_READ,
        _l("See the embargo"),
    ),
    NoticeKind.RELEASED: NoticeWords(
        _l("A hold ends"),
        _l("Hold released: %(title)s"),
        _l("%(actor)s has released the hold. The embargo lifts as planned."),
        YOU_READ,
        _l("See the embargo"),
    ),
    NoticeKind.ADVANCED: NoticeWords(
        _l("An embargo lifts early"),
        _l("The embargo has lifted early: %(title)s"),
        _l("%(actor)s has lifted the embargo ahead of its time."),
        YOU_READ,
        _l("Read it"),
    ),
    NoticeKind.GLASS_BROKEN: NoticeWords(
        _l("A coordinator takes emergency access"),
        _l("Emergency access: %(title)s"),
        _l("%(actor)s, a coordinator outside the embargo group, has taken emergency access and reads this now."),
        YOU_READ,
        _l("Read the reason"),
    ),
    NoticeKind.ORGANISATION_CLOSED: NoticeWords(
        _l("An organisation that you wait for has closed"),
        _l("An organisation has closed: %(title)s"),
        _l("An organisation that this waits for has closed. Decide who takes its place."),
        YOU_OWN,
        _l("Decide who takes its place"),
    ),
    NoticeKind.DATE_WANTED: NoticeWords(
        _l("A date is to be asked for"),
        _l("Date wanted: %(title)s"),
        _l("The date of this is not announced yet. Please ask for it and enter it."),
        _l("You are the steward of this observance."),
        _l("Enter the date"),
    ),
    NoticeKind.NEEDS_SOMEBODY: NoticeWords(
        _l("Something has nobody any more"),
        _l("Needs somebody: %(title)s"),
        _l("Whoever was to see to this has left. Choose who takes it over."),
        YOU_OWN,
        _l("Choose who takes it over"),
    ),
    NoticeKind.JOIN_ASKED: NoticeWords(
        _l("An organisation asks to take part in a campaign"),
        _l("Asks to take part: %(title)s"),
        _l("%(actor)s asks for an organisation to take part in this."),
        _l("You manage this campaign, or are lead of the organisation that leads it."),
        _l("Accept or decline"),
    ),
    NoticeKind.JOIN_ACCEPTED: NoticeWords(
        _l("Your organisation may take part in a campaign"),
        _l("You take part: %(title)s"),
        _l("%(actor)s has accepted that your organisation takes part. What is shared with those in it is open now."),
        YOU_ASKED,
        _l("Open the campaign"),
    ),
    NoticeKind.JOIN_DECLINED: NoticeWords(
        _l("A request to take part in a campaign is declined"),
        _l("Declined: %(title)s"),
        _l("%(actor)s has declined that your organisation takes part. Talk to them if you think otherwise."),
        YOU_ASKED,
        _l("Open the campaign"),
    ),
    NoticeKind.CLOCKS_CHANGED: NoticeWords(
        _l("New clock rules move something of yours"),
        _l("New clock rules: %(title)s"),
        _l("The rules for clocks where this takes place have changed. Its hour there stays."),
        _l("You own this, coordinate the coalition, follow it, or were reminded of it."),
        _l("Look at the new time"),
    ),
}
