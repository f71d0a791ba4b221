"""Which page stands above which: the one place from which every page takes its breadcrumbs."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l
from jinja2 import pass_context
from jinja2.runtime import Context

from scheduler.accounts.access import current_person
from scheduler.agenda.access import viewer
from scheduler.agenda.domain.visibility import sees_text
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.campaigns.queries.campaigns import campaign_named
from scheduler.web.additions import additions
from scheduler.web.breadcrumbs import Crumb, Step, Titled, Within, trail, value
from scheduler.web.request import session

ITEM_TITLES = ("text.title", "seen.text.title", "thing.title", "item.guard.placeholder_title")
"""Whoever confirms a change of an embargo from outside the embargo group sees the placeholder."""

ITEM_TEXTS = ("text", "seen.text")
"""Where the copy of an item is on those of its pages that open it."""


def _campaign_of(values: Mapping[str, Any]) -> Titled | None:
    """Return the campaign of a page's item, as its reader may read it.

    A page that does not open the item's text names the campaign as everyone may see it, too.
    """
    if (head := values.get("head")) is not None:
        found: Titled | None = head.campaign
        return found
    item = value("seen.item", values) or values.get("item") or value("thing.item", values)
    campaign_id = getattr(item, "campaign_id", None)
    if item is None or campaign_id is None:
        return None
    is_opened = any(value(path, values) is not None for path in ITEM_TEXTS)
    if not is_opened and not sees_text(viewer(), guard_rules(item.guard)):
        return None
    return campaign_named(session(), viewer(), campaign_id, is_opened=is_opened)


EDIT, MOVE, CANCEL = _l("Edit"), _l("Move"), _l("Cancel")

STEPS: Mapping[str, Step] = {
    "bill_page.show": Step(_l("Bill"), "legislation.index", ("bill.number", "page.bill.number")),
    "bill_milestones.edit": Step(_l("Edit milestone"), "bill_page.show"),
    "bill_milestones.new": Step(_l("New milestone"), "bill_page.show"),
    "bill_milestones.retract": Step(_l("Retract milestone"), "bill_page.show"),
    "legislation.index": Step(_l("Bills")),
    "legislation.edit": Step(EDIT, "bill_page.show"),
    "calendar.index": Step(_l("Calendar")),
    "saved_views.index": Step(_l("Saved views"), "calendar.index"),
    "saved_views.edit": Step(_l("Rename view"), "saved_views.index"),
    "saved_views.change": Step(_l("Save view"), "saved_views.index"),
    "saved_views.new": Step(_l("Save view"), "saved_views.index"),
    "campaigns.index": Step(_l("Campaigns")),
    "campaign_page.show": Step(_l("Campaign"), "campaigns.index", ("campaign.title", "page.title", "thing.title")),
    "campaign_page.activity": Step(_l("Activity"), "campaign_page.show"),
    "campaign_page.content_items": Step(_l("Content"), "campaign_page.show"),
    "campaign_page.people": Step(_l("People and access"), "campaign_page.show"),
    "campaign_page.timeline": Step(_l("Timeline"), "campaign_page.show"),
    "campaign_page.work": Step(_l("Work"), "campaign_page.show"),
    "campaign_sharing.audience": Step(_l("Access"), "campaign_page.show"),
    "campaign_table.table": Step(_l("Table"), "campaign_page.show"),
    "campaign_tasks.edit": Step(_l("Edit task"), "campaign_page.work"),
    "campaign_tasks.new": Step(_l("New task"), "campaign_page.work"),
    "campaigns.cancel": Step(CANCEL, "campaign_page.show"),
    "campaigns.edit": Step(EDIT, "campaign_page.show"),
    "content.launch_wave": Step(_l("Launch wave"), "campaign_page.content_items"),
    "content.plan_file": Step(_l("File for a publishing tool"), "campaign_page.content_items"),
    "content.report": Step(_l("Report"), "campaign_page.show"),
    "moves.campaign": Step(MOVE, "campaign_page.show"),
    "playbooks.apply": Step(_l("Preview"), "playbooks.choose"),
    "playbooks.choose": Step(_l("Add from a playbook"), "campaign_page.show"),
    "playbooks.copy": Step(_l("Preview"), "playbooks.choose"),
    "playbooks.save": Step(_l("Save as a playbook"), "campaign_page.show"),
    "mailings.new": Step(_l("Message"), "campaign_page.activity"),
    "mailings.show": Step(_l("Message"), "campaign_page.activity", ("message.subject",)),
    "kits.index": Step(_l("Partner kits"), "campaign_page.show"),
    "kits.edit": Step(EDIT, "kits.show"),
    "kits.new": Step(_l("New kit"), "kits.index"),
    "kits.show": Step(_l("Partner kit"), "kits.index", ("kit.title",)),
    "content.index": Step(_l("Content")),
    "content.show": Step(_l("Untitled"), "content.index", ITEM_TITLES, Within(_campaign_of, "campaign_page.show")),
    "content.activity": Step(_l("Activity"), "content.show"),
    "content.cancel": Step(CANCEL, "content.show"),
    "content.correct": Step(_l("Correct"), "content.show"),
    "content.details": Step(_l("Details"), "content.show"),
    "content.edit": Step(_l("Edit details"), "content.show"),
    "content.edit_text": Step(_l("Edit copy"), "content.show"),
    "content.link_a_fact": Step(_l("Link a fact"), "content.details"),
    "content.override_check_of": Step(_l("Override"), "content.details"),
    "content.published": Step(_l("Mark as published"), "content.show"),
    "content.quote_consent": Step(_l("Consent"), "content.details"),
    "content.versions": Step(_l("Versions"), "content.show"),
    "content.withdraw": Step(_l("Withdraw"), "content.show"),
    "content.pictures": Step(_l("Pictures"), "content.details"),
    "content.drop_picture": Step(_l("Remove picture"), "content.pictures"),
    "content.end_picture_consent": Step(_l("Withdraw consent"), "content.pictures"),
    "content.new_consent": Step(_l("Record new consent"), "content.pictures"),
    "content.new_picture": Step(_l("Add a picture"), "content.pictures"),
    "content.picture": Step(_l("Edit picture"), "content.pictures"),
    "content.new_pitch": Step(_l("New pitch"), "content.details"),
    "content.pitch": Step(_l("Edit pitch"), "content.details"),
    "content.edit_sent_copy": Step(_l("Edit entry"), "content.details"),
    "content.new_sent_copy": Step(_l("New entry"), "content.details"),
    "content_review.answer": Step(_l("Sign off"), "content.show"),
    "content_review.ask": Step(_l("Request sign-off"), "content.show"),
    "content_review.ask_review": Step(_l("Request a review"), "content.show"),
    "content_review.comment": Step(_l("Comment"), "content.activity"),
    "content_review.give": Step(_l("Review"), "content.show"),
    "content_review.hold": Step(_l("Put on hold"), "content.show"),
    "content_review.lift": Step(_l("Lift embargo now"), "content.show"),
    "content_review.release": Step(_l("End the hold"), "content.show"),
    "content_review.remove": Step(_l("Remove sign-off"), "content.show"),
    "content_review.remove_embargo": Step(_l("Remove embargo"), "content.show"),
    "content_review.seen_as": Step(_l("Preview"), "content.show"),
    "content_review.set_embargo": Step(_l("Embargo"), "content.show"),
    "moves.item": Step(MOVE, "content.show"),
    "content.new_import": Step(_l("Import from a spreadsheet"), "content.index"),
    "content.import_columns": Step(_l("Columns"), "content.new_import"),
    "content.import_preview": Step(_l("Rows"), "content.import_columns"),
    "content.new_release_import": Step(_l("Import press releases"), "content.index"),
    "content.release_preview": Step(_l("Check the releases"), "content.new_release_import"),
    "events.index": Step(_l("Events")),
    "events.show": Step(_l("Event"), "events.index", ("event.title", "thing.title")),
    "events.cancel": Step(CANCEL, "events.show"),
    "events.edit": Step(EDIT, "events.show"),
    "moves.event": Step(MOVE, "events.show"),
    "facts.index": Step(_l("Facts")),
    "fact_page.show": Step(_l("Fact"), "facts.index", ("fact.statement",)),
    "facts.edit": Step(EDIT, "fact_page.show"),
    "facts.retire": Step(_l("Retire"), "fact_page.show"),
    "facts.version": Step(_l("Version"), "fact_page.show"),
    "observances.index": Step(_l("Observances")),
    "observances.show": Step(_l("Observance"), "observances.index", ("observance.name", "thing.title")),
    "editions.cancel": Step(CANCEL, "observances.show"),
    "editions.dates": Step(_l("Dates"), "observances.show"),
    "editions.edit": Step(EDIT, "observances.show"),
    "moves.edition": Step(MOVE, "observances.show"),
    "mailings.new_of_edition": Step(_l("Message"), "observances.show"),
    "mailings.show_of_edition": Step(_l("Message"), "observances.show", ("message.subject",)),
    "own_observances.edit": Step(EDIT, "observances.show"),
    "observance_imports.upload": Step(_l("Import a catalogue"), "observances.index"),
    "observance_imports.check": Step(_l("Check the file"), "observance_imports.upload"),
    "organisations.index": Step(_l("Organisations")),
    "organisations.show": Step(_l("Organisation"), "organisations.index", ("organisation.name",)),
    "content.channels": Step(_l("Channels"), "organisations.show"),
    "content.press": Step(_l("Press details"), "organisations.show"),
    "organisations.close": Step(_l("Close"), "organisations.show"),
    "organisations.edit": Step(EDIT, "organisations.show"),
    "people.index": Step(_l("People")),
    "coordinators.accounts": Step(_l("All accounts"), "people.index"),
    "coordinators.anonymise": Step(_l("Anonymise"), "coordinators.accounts"),
    "coordinators.coordinator": Step(_l("Coordinator"), "coordinators.accounts"),
    "playbooks.index": Step(_l("Playbooks")),
    "playbooks.show": Step(_l("Playbook"), "playbooks.index", ("playbook.name", "plan.name")),
    "playbooks.edit": Step(EDIT, "playbooks.show"),
    "playbooks.edit_slot": Step(_l("Edit line"), "playbooks.show"),
    "playbooks.new_slot": Step(_l("New line"), "playbooks.show"),
}
"""Every page that stands deeper than a list and its things, and those above it; features that come off add theirs."""


def init_breadcrumbs(app: Flask) -> None:
    """Give every page's layout the way to it."""
    app.add_template_global(breadcrumbs)


@pass_context
def breadcrumbs(context: Context) -> Sequence[Crumb]:
    """Return the pages above the present one and itself; for members, as the lists at the top are theirs."""
    is_error = (context.name or "").startswith("errors/")
    if is_error or current_person() is None or not viewer().is_member:
        return ()
    steps = dict(STEPS)
    for one in additions():
        steps |= one.steps
    return trail(steps, context.get_all())
