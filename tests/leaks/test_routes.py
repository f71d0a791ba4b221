"""No route tells an outsider an embargoed word before the lift; insiders find them, and afterwards everybody."""

from datetime import timedelta

import pytest

from tests.fakes import FakeClock
from tests.leaks.walk import NEVER_SHOWN, VISITOR, Answer, ask_all, text_of
from tests.leaks.world import AT, SAFE_ITEM, World, lift_all
from tests.logins import logged_in

CRASH = 500

OUTSIDERS = (VISITOR, "outsider", "coordinator", "spare")

SHOWN_TO_THE_EMBARGO_GROUP = {
    "bill_page.show": "words.title",
    "campaign_page.activity": "campaign.title",
    "campaign_page.content_items": "words.title",
    "campaign_page.people": "campaign.title",
    "campaign_page.show": "campaign.title",
    "campaign_page.timeline": "campaign.title",
    "campaign_page.work": "campaign.title",
    "campaign_table.table": "words.title",
    "campaign_sharing.audience": "campaign.title",
    "campaign_tasks.edit": "task.note",
    "campaign_tasks.new": "campaign.title",
    "campaigns.cancel": "campaign.title",
    "campaigns.edit": "campaign.goal",
    "campaigns.index": "campaign.title",
    "content.activity": "item_comment.body",
    "content.cancel": "words.title",
    "content.details": "item.outlet",
    "content.drop_picture": "words.attachments",
    "content.edit": "item.outlet",
    "content.end_picture_consent": "words.attachments",
    "content.export": "words.title",
    "content.index": "words.title",
    "content.new": "campaign.title",
    "content.new_consent": "withdrawn_consent.given_by",
    "content.new_picture": "words.title",
    "content.new_pitch": "words.title",
    "content.picture": "picture.people",
    "content.pitch": "pitch.outlet",
    "content.picture_file": "words.attachments",
    "content.pictures": "words.attachments",
    "content.published": "words.title",
    "content.quick_add": "campaign.title",
    "content.launch_wave": "campaign.title",
    "content.plan_file": "campaign.title",
    "content.report": "words.title",
    "content.quote_consent": "item_quote_consent.given_by",
    "content.show": "words.body",
    "content.versions": "words.title",
    "content.edit_sent_copy": "sent_copy.recipient",
    "content.edit_text": "words.body",
    "content.new_sent_copy": "words.title",
    "content.sent_table": "sent_copy.recipient",
    "content.link_a_fact": "words.title",
    "content_review.answer": "words.title",
    "content_review.ask": "words.title",
    "content_review.ask_review": "words.title",
    "content_review.comment": "words.title",
    "content_review.remove_embargo": "words.title",
    "content_review.seen_as": "words.title",
    "content_review.set_embargo": "words.title",
    "fact_page.show": "words.title",
    "home.index": "words.title",
    "kits.edit": "kit.title",
    "kits.index": "kit.title",
    "kits.new": "campaign.title",
    "kits.preview": "kit_link.partner",
    "kits.show": "kit.introduction",
    "mailings.new": "campaign.title",
    "mailings.show": "mailing.subject",
    "playbooks.apply": "campaign.title",
    "playbooks.choose": "campaign.title",
}
"""Positive control: where the embargo group finds a marker before the lift, by endpoint."""

ENTRIES = "shows faces, which are neutral for the circle too"
COORDINATORS = "a coordinator's page, which the circle does not have"
WRONG_STATE = "not for an item in this state"
CONFIRMS = "asks to confirm, under the safe title"
PARTNERS = "what partners get by a link, which is closed for everybody"
OTHER = "about something else; items and campaigns are not on it"

WITHOUT_CONTROL = {
    "account.edit": OTHER,
    "audit.index": COORDINATORS,
    "audit.table": COORDINATORS,
    "bill_milestones.edit": OTHER,
    "bill_milestones.new": OTHER,
    "bill_milestones.retract": OTHER,
    "calendar.add": OTHER,
    "calendar.index": ENTRIES,
    **dict.fromkeys(("api.entries", "api.entry"), "asked with tokens; test_exits.py"),
    "api.openapi": "what can be asked, the same for everybody",
    "api_tokens.index": "names that the person has typed",
    "api_tokens.made": OTHER,
    "api_tokens.new": OTHER,
    **dict.fromkeys(("chat.index", "chat.edit", "chat.new"), OTHER),
    "calendar.show_day": ENTRIES,
    "campaign_sharing.take_emergency_access": COORDINATORS,
    "campaigns.new": "a new campaign",
    "content.correct": WRONG_STATE,
    "content.import_columns": OTHER,
    "content.import_preview": "rows that the person has uploaded; only that there are some with the same title and day",
    "content.new_import": OTHER,
    "content.new_release_import": OTHER,
    "content.release_preview": "as the preview of rows",
    "content.withdraw": WRONG_STATE,
    "content_review.take_emergency_access": COORDINATORS,
    "content.check_rules": COORDINATORS,
    "content.override_check_of": "what is overridden already is not asked for again",
    "guidance.edit_helpline": COORDINATORS,
    "guidance.edit_term": COORDINATORS,
    "guidance.helplines": COORDINATORS,
    "guidance.new_helpline": COORDINATORS,
    "guidance.new_term": COORDINATORS,
    "guidance.terms": COORDINATORS,
    "content.load": "what is under embargo is called by its placeholder title",
    "content.picture_thumbnail": "a picture, which holds no words",
    "content.channels": OTHER,
    "content.plan_table": "asks for a channel; tests/content/web/test_plan_files.py",
    "content.report_plot": "names and counts of what the reader may read",
    "content.report_table": "what is under embargo is called by its placeholder title",
    "content.press": OTHER,
    "content_review.give": "no review was asked of this person",
    "content_review.hold": CONFIRMS,
    "content_review.lift": CONFIRMS,
    "content_review.release": CONFIRMS,
    "content_review.remove": CONFIRMS,
    "coordinators.accounts": COORDINATORS,
    "coordinators.anonymise": COORDINATORS,
    "coordinators.coordinator": COORDINATORS,
    "delivery.index": COORDINATORS,
    "editions.cancel": OTHER,
    "editions.dates": OTHER,
    "editions.edit": OTHER,
    "embed.index": OTHER,
    "embed.list": ENTRIES,
    "embed.month": ENTRIES,
    "events.cancel": OTHER,
    "events.dates_file": OTHER,
    "events.edit": OTHER,
    "events.index": OTHER,
    "events.new": OTHER,
    "events.show": OTHER,
    "external_calendars.edit": OTHER,
    "external_calendars.index": OTHER,
    "external_calendars.new": OTHER,
    "external_calendars.upload": "asks for a file; its preview compares with events that the reader finds",
    "facts.edit": OTHER,
    "facts.index": OTHER,
    "facts.new": OTHER,
    "facts.retire": OTHER,
    "facts.version": OTHER,
    "feeds.edit": OTHER,
    "feeds.index": OTHER,
    "feeds.new": OTHER,
    "feeds.new_for_staff": OTHER,
    "feeds.public_file": ENTRIES,
    "feeds.show": OTHER,
    "feeds.token_file": ENTRIES,
    "first_run.arrive": COORDINATORS,
    "first_run.name": COORDINATORS,
    "first_run.organisations": COORDINATORS,
    "first_run.people": COORDINATORS,
    "first_run.topics": COORDINATORS,
    "health.alive": OTHER,
    "health.ready": OTHER,
    "metrics.show": OTHER,
    "subscribing.page": OTHER,
    "invitations.accept": OTHER,
    "keyboard.index": OTHER,
    "kits.archive": PARTNERS,
    "kits.page": PARTNERS,
    "kits.picture": PARTNERS,
    "kits.thumbnail": PARTNERS,
    "legislation.edit": OTHER,
    "legislation.index": OTHER,
    "legislation.new": OTHER,
    "log_ins.index": OTHER,
    "observance_catalogue.index": OTHER,
    "observance_imports.check": COORDINATORS,
    "observance_imports.upload": COORDINATORS,
    "mailings.new_of_edition": "names people, by what the reader may read",
    "mailings.show_of_edition": "the message is about a campaign; tests/mailings/web/test_about_dates.py",
    "moves.campaign": CONFIRMS,
    "moves.edition": OTHER,
    "moves.event": OTHER,
    "moves.item": CONFIRMS,
    "moves.task": CONFIRMS,
    "observances.index": OTHER,
    "observances.show": ENTRIES,
    "open_data.observances_csv": OTHER,
    "open_data.observances_json": OTHER,
    "open_data.observances_schema": OTHER,
    "organisations.close": COORDINATORS,
    "organisations.edit": OTHER,
    "organisations.index": OTHER,
    "organisations.new": COORDINATORS,
    "organisations.show": OTHER,
    "overview.index": COORDINATORS,
    "overview.table": COORDINATORS,
    "own_observances.edit": OTHER,
    "own_observances.new": OTHER,
    "people.index": OTHER,
    "playbooks.copy": "no campaign of the story is over",
    "playbooks.edit": OTHER,
    "playbooks.edit_slot": OTHER,
    "playbooks.index": OTHER,
    "playbooks.new_slot": OTHER,
    "playbooks.save": "not for a campaign under embargo",
    "playbooks.show": OTHER,
    "people.invite": OTHER,
    "people.remove": OTHER,
    "people.role": OTHER,
    "reminder_link.ask": "says what its email said; tests/content/web/test_reminder_link.py",
    "reminders.ask_unsubscribe": OTHER,
    "reminders.index": OTHER,
    "reminders.log": ENTRIES,
    "reminders.notifications": ENTRIES,
    "roles.index": OTHER,
    "saved_views.edit": OTHER,
    "saved_views.index": OTHER,
    "saved_views.new": OTHER,
    "search.index": ENTRIES,
    "security.change_password": OTHER,
    "security.forgot_password": OTHER,
    "security.login": OTHER,
    "security.reset_password": OTHER,
    "year_planner.file": ENTRIES,
}
"""Routes without a positive control, each with its reason; a new route has to be put into one of the two tables."""


def leaks(world: World, answers: list[Answer]) -> list[tuple[str, str, str, list[str]]]:
    """Return who was told what where: method, path, status and the places whose markers came out."""
    found = [(a.method, a.path, str(a.status), world.found_in(a.text)) for a in answers]
    return [row for row in found if row[3]]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsiders_are_told_nothing(world: World, who: str) -> None:
    # What forms answer is compared to the last byte in test_two_worlds.py.
    answers = list(ask_all(world, who, posts=False))
    assert leaks(world, answers) == []
    assert [a for a in answers if a.status == CRASH] == []


@pytest.mark.timeout(300)
def test_a_colleague_outside_the_editors_is_told_nothing(world: World) -> None:
    assert leaks(world, list(ask_all(world, "colleague", posts=True))) == []


@pytest.mark.timeout(300)
def test_the_embargo_group_finds_the_text_where_it_belongs_and_every_marker_somewhere(world: World) -> None:
    answers = {a.endpoint: a for a in ask_all(world, "insider", posts=False)}
    assert set(answers) == set(SHOWN_TO_THE_EMBARGO_GROUP) | set(WITHOUT_CONTROL)
    for endpoint, place in SHOWN_TO_THE_EMBARGO_GROUP.items():
        assert place in world.found_in(answers[endpoint].text), endpoint
    assert [a for a in answers.values() if a.status == CRASH] == []
    found = world.found_in(" ".join(a.text for a in answers.values()))
    assert set(world.markers) - set(found) - set(NEVER_SHOWN) == set()


def test_after_the_lift_everybody_whom_it_is_meant_for_finds_them(world: World, clock: FakeClock) -> None:
    clock.moment = AT + timedelta(seconds=1)
    lift_all(world, clock)

    client = logged_in(world.app, world.people["outsider"])
    for path, place in (
        (f"/content/{world.item_id}", "words.title"),
        (f"/campaigns/{world.campaign_id}", "campaign.title"),
        ("/calendar?month=2027-07", "words.title"),
        (f"/search?q={world.markers['words.title']}", "words.title"),
    ):
        assert place in world.found_in(text_of(client.get(path))), path


def test_lists_show_the_placeholder_to_members_and_nothing_to_visitors(world: World) -> None:
    member = logged_in(world.app, world.people["outsider"])
    assert SAFE_ITEM in member.get("/calendar?month=2027-07").text
    assert SAFE_ITEM not in world.app.test_client().get("/calendar?month=2027-07").text


def test_search_for_a_hidden_word_counts_nothing(world: World) -> None:
    client = logged_in(world.app, world.people["outsider"])
    for place, marker in world.markers.items():
        page = client.get(f"/search?q={marker[:4]}").text
        assert SAFE_ITEM not in page, place
