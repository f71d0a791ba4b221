"""What notices say: a heading, a sentence, and why somebody gets it; about the entry's text alone."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from scheduler.agenda.services.notifications import NotificationKind


@dataclass(frozen=True, slots=True)
class NotificationTexts:
    """What a notice says when nothing more is known of it; `%(title)s` and `%(actor)s` are filled in.

    `label` names the kind on the preferences page, `action` what the button is for.
    """

    label: LazyString
    subject: LazyString
    sentence: LazyString
    why: LazyString
    action: LazyString


YOU_OWN = _l("You own this item, or are a lead of the organisation that owns it.")
YOU_SIGN = _l("You can sign off for an organisation that was asked to.")
YOU_PUBLISH = _l("You own this item, manage its campaign, or are a lead of an organisation that signs it off.")
YOU_ASKED = _l("You requested this, or are lead of the organisation it was requested for.")
YOU_READ = _l("You are in the embargo group.")

NOTIFICATION_TEXTS: dict[NotificationKind, NotificationTexts] = {
    NotificationKind.REVIEW_ASKED: NotificationTexts(
        _l("You are asked to review something"),
        _l("Please review: %(title)s"),
        _l("%(actor)s asks you to review this."),
        _l("You were named as a reviewer."),
        _l("Read and review"),
    ),
    NotificationKind.REVIEW_ANSWERED: NotificationTexts(
        _l("A review that you requested is answered"),
        _l("Reviewed: %(title)s"),
        _l("%(actor)s answered the review that you requested."),
        _l("You requested this review or own what was reviewed."),
        _l("Read the review"),
    ),
    NotificationKind.SIGNOFF_ASKED: NotificationTexts(
        _l("Your organisation is asked to sign off"),
        _l("Please sign off: %(title)s"),
        _l("%(actor)s asks your organisation to sign off or request changes."),
        YOU_SIGN,
        _l("Review and sign off"),
    ),
    NotificationKind.SIGNED: NotificationTexts(
        _l("An organisation responds to a sign-off request"),
        _l("New response to the sign-off request: %(title)s"),
        _l("%(actor)s has responded for one of the signatories."),
        YOU_OWN,
        _l("See the sign-offs"),
    ),
    NotificationKind.UNANSWERED: NotificationTexts(
        _l("A sign-off or review is overdue, and you may be able to help"),
        _l("Response overdue: %(title)s"),
        _l("A sign-off or review of this is overdue. Respond if you can, or ask those who were asked first."),
        _l("You can respond, are the deputy of a lead who can, or own this."),
        _l("See who has not responded"),
    ),
    NotificationKind.TEXT_CHANGED: NotificationTexts(
        _l("Copy changed after your sign-off"),
        _l("Changed after your sign-off: %(title)s"),
        _l("%(actor)s edited the signed-off copy. That sign-off no longer counts: please sign off again."),
        _l("You signed off the earlier version, or can sign off for an organisation that did."),
        _l("See the changes and sign off again"),
    ),
    NotificationKind.MENTIONED: NotificationTexts(
        _l("Someone mentions you in a comment"),
        _l("You are mentioned: %(title)s"),
        _l("%(actor)s mentioned you in a comment."),
        _l("You were mentioned in a comment."),
        _l("Read and reply"),
    ),
    NotificationKind.COMMENTED: NotificationTexts(
        _l("Someone comments on content that you own"),
        _l("New comment: %(title)s"),
        _l("%(actor)s commented."),
        YOU_OWN,
        _l("Read and reply"),
    ),
    NotificationKind.SUGGESTION_ANSWERED: NotificationTexts(
        _l("Your suggestion for copy is accepted or declined"),
        _l("Your suggestion was answered: %(title)s"),
        _l("%(actor)s answered your suggestion."),
        _l("You suggested a change to the copy."),
        _l("See the answer"),
    ),
    NotificationKind.ASSIGNED: NotificationTexts(
        _l("Something is assigned to you"),
        _l("Assigned to you: %(title)s"),
        _l("%(actor)s assigned this to you."),
        _l("You are the assignee."),
        _l("See the details"),
    ),
    NotificationKind.PUBLISH_DUE: NotificationTexts(
        _l("It is time for content that you scheduled: was it published?"),
        _l("Was it published? %(title)s"),
        _l("It was scheduled for now. Once it is published, add the link: then everyone involved knows."),
        _l("You own this, or are lead of the organisation that owns it."),
        _l("Add the link"),
    ),
    NotificationKind.PUBLISHED: NotificationTexts(
        _l("Your content is published"),
        _l("Published: %(title)s"),
        _l("%(actor)s marked this as published."),
        YOU_PUBLISH,
        _l("See where it was published"),
    ),
    NotificationKind.CORRECTED: NotificationTexts(
        _l("Published content is corrected"),
        _l("Corrected: %(title)s"),
        _l("%(actor)s corrected this after publication. Please correct it wherever you published it, too."),
        YOU_PUBLISH,
        _l("Read the correction"),
    ),
    NotificationKind.WITHDRAWN: NotificationTexts(
        _l("Content is retracted"),
        _l("Retracted: %(title)s"),
        _l("%(actor)s retracted this. Please do not publish it, and take down what you have published."),
        YOU_PUBLISH,
        _l("See why it was retracted"),
    ),
    NotificationKind.MOVED: NotificationTexts(
        _l("A date changes"),
        _l("Date changed: %(title)s"),
        _l("This now has another date."),
        _l("You follow this, were reminded of the old date, or work on it or on something planned around it."),
        _l("See the new date"),
    ),
    NotificationKind.CANCELLED: NotificationTexts(
        _l("A date is cancelled"),
        _l("Cancelled: %(title)s"),
        _l("This will not take place."),
        _l("You follow this, were reminded of it, or work on it or on something planned around it."),
        _l("See what is cancelled"),
    ),
    NotificationKind.RESTORED: NotificationTexts(
        _l("A cancelled date is reinstated"),
        _l("Reinstated: %(title)s"),
        _l("This was cancelled and now takes place after all."),
        _l("You follow this, were notified that it was cancelled, or work on it or on something planned around it."),
        _l("See the date"),
    ),
    NotificationKind.LIFTED: NotificationTexts(
        _l("An embargo has lifted"),
        _l("The embargo has lifted: %(title)s"),
        _l("The embargo has lifted. It is now visible to its audience."),
        YOU_READ,
        _l("Read it"),
    ),
    NotificationKind.HELD: NotificationTexts(
        _l("An embargo is placed on hold"),
        _l("On hold: %(title)s"),
        _l("%(actor)s placed this on hold. It stays under embargo until the hold is released."),
        YOU_READ,
        _l("See the embargo"),
    ),
    NotificationKind.RELEASED: NotificationTexts(
        _l("A hold ends"),
        _l("Hold released: %(title)s"),
        _l("%(actor)s released the hold. The embargo lifts as planned."),
        YOU_READ,
        _l("See the embargo"),
    ),
    NotificationKind.ADVANCED: NotificationTexts(
        _l("An embargo lifts early"),
        _l("The embargo has lifted early: %(title)s"),
        _l("%(actor)s lifted the embargo early."),
        YOU_READ,
        _l("Read it"),
    ),
    NotificationKind.GLASS_BROKEN: NotificationTexts(
        _l("A coordinator uses emergency access"),
        _l("Emergency access: %(title)s"),
        _l("%(actor)s, a coordinator outside the embargo group, has used emergency access and can read this now."),
        YOU_READ,
        _l("Read the reason"),
    ),
    NotificationKind.ORGANISATION_CLOSED: NotificationTexts(
        _l("An organisation that you are waiting for has closed"),
        _l("An organisation has closed: %(title)s"),
        _l("An organisation that this depends on has closed. Choose who takes its place."),
        _l("You own this, work for the organisation that owns it, or coordinate the coalition."),
        _l("Choose a replacement"),
    ),
    NotificationKind.DATE_WANTED: NotificationTexts(
        _l("A date needs confirming"),
        _l("Please confirm the date: %(title)s"),
        _l("This date has not been announced yet. Please look it up and enter it."),
        _l("You are the steward of this observance."),
        _l("Enter the date"),
    ),
    NotificationKind.NEEDS_SOMEBODY: NotificationTexts(
        _l("Something needs a new owner"),
        _l("Needs an owner: %(title)s"),
        _l("The previous owner has left. Please assign someone."),
        _l("You manage this campaign, or work for the organisation that owns this."),
        _l("Assign someone"),
    ),
    NotificationKind.BILL_CHANGED: NotificationTexts(
        _l("A bill that your copy cites has moved on"),
        _l("Check the copy: %(title)s"),
        _l("A bill that this cites has moved on. Check whether the copy is still right."),
        _l("You own this, or are lead of the organisation that owns it."),
        _l("Check the copy"),
    ),
    NotificationKind.BILL_FOLLOWED: NotificationTexts(
        _l("A bill that you follow has moved on"),
        _l("Bill update: %(title)s"),
        _l("This milestone is new, has changed, or is reached."),
        _l("You follow this bill, or its companion."),
        _l("See the bill"),
    ),
    NotificationKind.FACT_CHANGED: NotificationTexts(
        _l("A fact that your copy uses has changed or expired"),
        _l("Check the copy: %(title)s"),
        _l("A fact that this uses has changed or expired. Check whether the copy is still right."),
        _l("You own this, or are lead of the organisation that owns it."),
        _l("Check the copy"),
    ),
    NotificationKind.SENT_COPY_OUTDATED: NotificationTexts(
        _l("Something changes after copy was sent to the press"),
        _l("Inform the recipients: %(title)s"),
        _l("Its copy, embargo or status has changed since this was sent to the press. Inform everyone who got it."),
        _l("You own this, or are lead of the organisation that owns it."),
        _l("See who was sent it"),
    ),
    NotificationKind.FACT_EXPIRES: NotificationTexts(
        _l("A fact that you own is about to be out of date"),
        _l("Check the fact: %(title)s"),
        _l("The last day on which this is true is near or has passed. Look for a newer version of the source."),
        _l("You own this fact, or are a coordinator and its owner has left."),
        _l("Check the fact"),
    ),
    NotificationKind.QUOTE_WITHDRAWN: NotificationTexts(
        _l("Consent for a quote in your copy is withdrawn or ends too early"),
        _l("Consent for a quote: %(title)s"),
        _l("A speaker does not agree to be quoted in this when it is published. Remove the quote, or ask again."),
        _l("You own this, or are lead of the organisation that owns it."),
        _l("Open the copy"),
    ),
    NotificationKind.QUOTE_AGREED_AGAIN: NotificationTexts(
        _l("A speaker agrees again to a quote in your copy"),
        _l("New consent for a quote: %(title)s"),
        _l("A speaker who had withdrawn consent agrees again. What was returned to review needs approval again."),
        _l("You own this, or are lead of the organisation that owns it."),
        _l("Open the copy"),
    ),
    NotificationKind.JOIN_ASKED: NotificationTexts(
        _l("An organisation asks to join a campaign"),
        _l("Request to join: %(title)s"),
        _l("%(actor)s asks to join this with their organisation."),
        _l("You manage this campaign, or are lead of its lead organisation."),
        _l("Accept or decline"),
    ),
    NotificationKind.JOIN_ACCEPTED: NotificationTexts(
        _l("Your organisation is accepted into a campaign"),
        _l("Your organisation now participates: %(title)s"),
        _l("%(actor)s accepted your organisation into the campaign. You can now see what is shared in it."),
        YOU_ASKED,
        _l("Open the campaign"),
    ),
    NotificationKind.JOIN_DECLINED: NotificationTexts(
        _l("A request to join a campaign is declined"),
        _l("Declined: %(title)s"),
        _l("%(actor)s declined your organisation’s request to join. Contact them if you disagree."),
        YOU_ASKED,
        _l("Open the campaign"),
    ),
    NotificationKind.CAMPAIGN_MESSAGE: NotificationTexts(
        _l("Someone writes to you about a campaign"),
        _l("New message: %(title)s"),
        _l("%(actor)s wrote to you. Log in to read the message."),
        _l("You own content in this campaign, can sign it off, or lead an organisation that participates."),
        _l("Read the message"),
    ),
    NotificationKind.EDITION_MESSAGE: NotificationTexts(
        _l("Someone writes to you about an observance"),
        _l("New message: %(title)s"),
        _l("%(actor)s wrote to you. Log in to read the message."),
        _l(
            "You own content for the day, can sign it off, follow the observance, or lead an organisation that "
            "participates."
        ),
        _l("Read the message"),
    ),
    NotificationKind.CLOCKS_CHANGED: NotificationTexts(
        _l("A time changes because a country changed its clock rules"),
        _l("New clock rules: %(title)s"),
        _l("The rules for clocks where this takes place have changed. Its hour there stays."),
        _l("You own this, coordinate the coalition, follow it, or were reminded of it."),
        _l("Check the new time"),
    ),
}
