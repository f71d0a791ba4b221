"""Every form that makes a row: who sends it where, what it says, and what else it may say."""

from scheduler.accounts.models import Invitation, Organisation
from scheduler.agenda.models import EmergencyAccess, Follow, GuardPerson
from scheduler.api.models import ApiToken
from scheduler.campaigns.models import Campaign, CampaignOrganisation, Task
from scheduler.content.models import (
    CommentPassage,
    Item,
    ItemComment,
    ItemUndo,
    ItemVersion,
    ReviewRequest,
    SignOff,
)
from scheduler.content.press_models import Pitch
from scheduler.external_calendars.models import ExternalCalendar
from scheduler.facts.models import Fact, FactVersion
from scheduler.feeds.models import Feed
from scheduler.guidance.models import Helpline, Term
from scheduler.kits.models import Kit, KitItem, KitLink
from scheduler.legislation.models import Bill, BillMilestone
from scheduler.observances.models import Observance
from scheduler.playbooks.models import Playbook, PlaybookSlot
from scheduler.reminders.models import ReminderPreference
from scheduler.saved_views.models import SavedView
from tests.at_once.chat_forms import CHAT
from tests.at_once.event_forms import EVENTS
from tests.at_once.form import (
    PRESS_FORMS,
    Form,
    all_of_the_wave,
    at,
    bridge,
    campaign,
    hash_of,
    item,
    op_ed,
    outside,
    own_observance,
    wave,
)
from tests.at_once.message_forms import MESSAGES
from tests.at_once.upload_forms import UPLOADS
from tests.reminders.typed import typed

FORMS: tuple[Form, ...] = (
    Form(
        "invite",
        "cora",
        at("/people/invite"),
        lambda town: {"email": "four@people.example", "place": bridge(town), "role": "member"},
        (Invitation,),
        {"email": "five@people.example"},
    ),
    Form(
        "invite a coordinator",
        "cora",
        at("/people/invite"),
        lambda _town: {"email": "four@people.example", "place": "coalition", "role": "member"},
        (Invitation,),
        {"email": "five@people.example"},
    ),
    Form("feed", "lena", at("/feeds/new"), lambda _town: {"name": "A", "scope": "all"}, (Feed,), {"name": "B"}, "maya"),
    Form(
        "API token",
        "lena",
        at("/api-tokens/new"),
        lambda _town: {"name": "A", "scope": "own", "days": "30"},
        (ApiToken,),
        {"name": "B"},
    ),
    Form(
        "external calendar",
        "lena",
        at("/calendar/external/new"),
        lambda town: {"name": "A", "url": "https://example.org/a.ics", "tint": "1", "whose": bridge(town)},
        (ExternalCalendar,),
        {"name": "B"},
    ),
    Form(
        "saved view",
        "lena",
        at("/calendar/views/new?view=list&kind=deadline"),
        lambda town: {"name": "A", "whose": bridge(town)},
        (SavedView,),
        {"name": "B"},
    ),
    Form(
        "line of a playbook",
        "lena",
        lambda town: f"/playbooks/{town.rows(Playbook)[0].address}/slots/new",
        lambda _town: {"kind": "task", "title": "Call", "offset_days": "-3", "owner": "each", "item_kind": "post"},
        (PlaybookSlot,),
        {"title": "Call again"},
        "theo",
    ),
    Form(
        "kit",
        "lena",
        campaign("/kits/new"),
        lambda town: {
            "title": "Kit",
            "item": [town.rows(Item)[2].public_id],
            "sharing": "one",
            "expires_on": "2027-08-30",
            "partners": "A",
        },
        (Kit, KitItem, KitLink),
        {"partners": "B"},
        "theo",
    ),
    Form(
        "join",
        "lena",
        campaign("/organisations"),
        lambda town: {"organisation_id": outside(town)},
        (CampaignOrganisation,),
    ),
    Form(
        "first reminders",
        "lena",
        at("/reminders"),
        lambda _town: {**typed(followed="14d", hour="7"), "revision": "0"},
        (ReminderPreference,),
    ),
    Form(
        "item",
        "lena",
        at("/content/new"),
        lambda town: {
            "title": "A new one",
            "kind": "post",
            "organisation_id": bridge(town),
            "owner_id": str(town.people["lena"].id),
            "campaign_id": "0",
            "publish-day": "2027-07-20",
            "with_whom": "coalition",
        },
        (Item, ItemVersion),
        {"title": "Another one"},
        "theo",
    ),
    Form(
        "item from a line",
        "lena",
        at("/content/quick"),
        lambda town: {
            "title": "A new one",
            "kind": "post",
            "organisation_id": bridge(town),
            "campaign_id": "0",
            "publish": "2027-07-20",
        },
        (Item, ItemVersion),
        {"publish": "2027-07-21"},
        "theo",
    ),
    Form(
        "task",
        "lena",
        campaign("/tasks/new"),
        lambda _town: {"title": "Call the harbour", "due_on": "2027-07-20"},
        (Task,),
        {"title": "Call again"},
        "maya",
    ),
    *EVENTS,
    Form(
        "bill",
        "lena",
        at("/bills/new"),
        lambda _town: {"jurisdiction": "EU", "number": "2027/1", "title": "Safe Routes Act"},
        (Bill,),
        {"number": "2027/2"},
    ),
    Form(
        "milestone",
        "lena",
        lambda town: f"/bills/{town.rows(Bill)[0].id}/milestones/new",
        lambda _town: {"kind": "hearing", "day": "2027-07-20", "source_url": "https://example.org/hearing"},
        (BillMilestone,),
        {"day": "2027-07-21"},
    ),
    Form(
        "fact",
        "lena",
        at("/facts/new"),
        lambda town: {
            "statement": "Six of ten were children",
            "source_name": "Harbour Institute",
            "source_date": "2027",
            "owner_id": town.people["lena"].id,
        },
        (Fact, FactVersion),
        {"statement": "Seven of ten were children"},
    ),
    Form(
        "term",
        "cora",
        at("/terms/new"),
        lambda _town: {"language": "en", "phrases": "deck hand", "prefer": "crew member"},
        (Term,),
        {"phrases": "deck boy"},
    ),
    Form(
        "helpline",
        "cora",
        at("/helplines/new"),
        lambda _town: {
            "country": "PH",
            "name": "Actionline",
            "contact": "1343",
            "source": "Its web page",
            "checked_on": "2027-06-01",
        },
        (Helpline,),
        {"contact": "1344"},
    ),
    Form(
        "organisation",
        "cora",
        at("/organisations/new"),
        lambda _town: {"name": "Far Hills", "zone": "UTC"},
        (Organisation,),
        {"name": "Farther Hills"},
    ),
    Form(
        "campaign",
        "lena",
        at("/campaigns/new"),
        lambda town: {
            "title": "Break the chain",
            "around": "own",
            "first_day": "2027-07-20",
            "organisation_id": bridge(town),
            "audience": "organisations",
        },
        (Campaign,),
        {"title": "Chains"},
        "theo",
    ),
    Form(
        "observance", "lena", at("/observances/new?kind=fixed_date"), own_observance, (Observance,), {"name": "Other"}
    ),
    Form(
        "comment",
        "lena",
        item(0, "/comments"),
        lambda _town: {"body": "Ready?", "passage": "count it", "replacement": "report it"},
        (ItemComment, CommentPassage),
        {"replacement": "tell it"},
        "theo",
    ),
    Form(
        "sign-off",
        "odile",
        lambda town: item(0, f"/sign-off/{town.organisation('Le Phare')}")(town),
        lambda town: {"text_hash": hash_of(town, 0), "answer": "yes", "comment": ""},
        (SignOff,),
        {"answer": "no", "comment": "Name the law"},
    ),
    Form(
        "review",
        "theo",
        item(0, "/reviews/ask"),
        lambda town: {"reviewers": [str(town.people["odile"].id)], "note": "Tone?"},
        (ReviewRequest,),
    ),
    Form(
        "pitch",
        "lena",
        op_ed("/pitches/new"),
        lambda _town: {"outlet": "The Courier", "pitched_on": "2027-07-01", "answer": "none"},
        (Pitch,),
        {"outlet": "The Ledger"},
    ),
    Form(
        "emergency access",
        "cora",
        item(1, "/embargo/break-glass"),
        lambda _town: {"reason": "It leaked on a forum"},
        (EmergencyAccess, GuardPerson),
    ),
    Form(
        "move several",
        "lena",
        at("/content/bulk/shift"),
        lambda town: {"item": [town.rows(Item)[0].public_id, town.rows(Item)[2].public_id], "days": "1"},
        (ItemUndo,),
        {"days": "2"},
    ),
    Form("wave", "lena", wave, all_of_the_wave, (ItemUndo,)),
    Form("follow", "priya", campaign("/follow"), lambda _town: {}, (Follow,)),
    *CHAT,
    *MESSAGES,
    *UPLOADS,
    *PRESS_FORMS,
)
