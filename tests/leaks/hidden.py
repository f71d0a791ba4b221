"""What is under embargo in the quiet world and in the busy one: the same two placeholders, and nothing else alike."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from scheduler.agenda.domain.visibility import Audience
from scheduler.campaigns.models import Task
from scheduler.campaigns.queries.join_requests import open_requests
from scheduler.campaigns.services import bulk
from scheduler.campaigns.services.audience import AudienceDraft
from scheduler.campaigns.services.joining import ask_to_join, decline_request
from scheduler.campaigns.services.tasks import finish_task
from scheduler.content.domain.item_text import Attachment, ItemText, Variant
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.quotes import Quote
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.domain.workflow import Action
from scheduler.content.models import Item, ReviewRequest
from scheduler.content.queries.unguarded import current_version
from scheduler.content.services import embargo
from scheduler.content.services.access import EmbargoSettings
from scheduler.content.services.bulk import ItemWithRoles, assign_items
from scheduler.content.services.embargo import EmbargoContext
from scheduler.content.services.item_text import save_text
from scheduler.content.services.items import delete_item
from scheduler.content.services.reviews import Advice, give_review
from scheduler.content.services.signoffs import Asking, SignOffDraft, ask_for_signoffs, give_signoff
from scheduler.content.services.transitions import move_item
from scheduler.content.services.view_log import record_opening
from scheduler.legislation.models import Bill
from scheduler.observances.models import Edition
from tests.leaks.beside import act_beside
from tests.leaks.facts import use_known_fact
from tests.leaks.pair import DAY, LIFT, Pair, Step, followed, form_id
from tests.leaks.pictures import PICTURE_HASH
from tests.leaks.suggestions import suggest_and_decline
from tests.logins import logged_in

SAFE_ITEM, SAFE_CAMPAIGN, SAFE_RELATED = "Joint statement", "Summer plan", "Something on the day"
COLLISION = form_id("collision")
FULL = ItemText(
    title="Five of twelve platforms answered us",
    body="We asked twelve. Five answered.",
    byline="Otto Port",
    byline_role="Director",
    hashtags=("Scorecard", "July30"),
    call_to_action="Write to them",
    content_warning="Abuse",
    disclaimer="Views are ours",
    subhead="Seven kept silent",
    dateline="MANILA",
    editors_note="Corrected",
    call_to_action_link="https://example.org/write",
    notes_to_editors="How we asked",
    boilerplate="About Port",
    media_contact="press@port.example",
    first_published="The Ledger",
    captions="She speaks",
    length="1:30",
    photo_credit="Somebody",
    alt_text="A chart",
    variants=(Variant("x", "en", "Five of twelve."),),
    attachments=(Attachment("scorecard.jpg", PICTURE_HASH),),
    quotes=(Quote("We will ask again", "Pia Port", "chair", "Port"),),
)


def quiet(pair: Pair) -> None:
    """A campaign and an item of Bay with a title each."""
    with pair.step("secret campaign") as hand:
        audience = AudienceDraft(
            Audience.COALITION,
            embargo=LIFT,
            embargo_group_organisations=frozenset({hand.of("bay")}),
            placeholder_title=SAFE_CAMPAIGN,
        )
        followed(hand, hand.start("Secret", audience, title="A", first_day=DAY, last_day=DAY))
    with pair.step("secret item") as hand:
        hand.plan("Secret item", ItemText(title="B"), EmbargoSettings(LIFT, SAFE_ITEM, frozenset({hand.of("bay")})))
    with pair.step("related") as hand:
        secrecy = EmbargoSettings(LIFT, SAFE_RELATED, frozenset({hand.of("bay")}))
        hand.plan("Related item", ItemText(title="C"), secrecy, campaign_id=hand.campaign("Open").id)
    _log_in(pair)


def busy(pair: Pair) -> None:
    """A campaign and an item of Port with everything there is, and others that outsiders may not know of at all."""
    _begin(pair)
    use_known_fact(pair, FULL.title)
    _write(pair)
    act_beside(pair)
    _change_the_embargo_group(pair)
    _talk(pair)
    _sign(pair)
    _plan_tasks(pair)
    _relate(pair)
    _ask_to_join(pair)
    _hide_more(pair)
    _send_forms(pair)


def _begin(pair: Pair) -> None:
    with pair.step("secret campaign", "otto") as hand:
        audience = AudienceDraft(
            Audience.COALITION,
            embargo=LIFT,
            embargo_group_organisations=frozenset({hand.of("bay"), hand.of("port")}),
            embargo_group_people=frozenset({hand.id("sam")}),
            placeholder_title=SAFE_CAMPAIGN,
        )
        edition = hand.session.scalars(select(Edition).where(Edition.period == "2027")).one()
        draft = {"title": "Twelve platforms", "goal": "They answer", "organisation_id": hand.of("port")}
        followed(hand, hand.start("Secret", audience, "bay", "far", edition_id=edition.id, **draft))
    with pair.step("secret item", "otto") as hand:
        bill = hand.session.scalars(select(Bill.id)).one()
        hand.plan(
            "Secret item",
            FULL,
            EmbargoSettings(LIFT, SAFE_ITEM, frozenset({hand.of("port"), hand.of("bay")})),
            kind=Kind.OP_ED,
            organisation_id=hand.of("port"),
            campaign_id=hand.campaign("Secret").id,
            channels=("website", "x"),
            bills=frozenset({bill}),
            outlet="The Paper",
            outside_link="https://example.org/draft",
            public_when_published=True,
        )


def _write(pair: Pair) -> None:
    for number in range(1, 6):
        with pair.step(f"write {number}", "otto", timedelta(hours=number)) as hand:
            item = hand.item("Secret item")
            text = replace(FULL, body=f"{FULL.body} Draft {number}.", title=f"{FULL.title} {number}")
            save_text(hand.session, item, text, revision=item.revision, by=hand.by(item), context=hand.context)
            record_opening(hand.session, item.id, hand.id("sam"), hand.now)


def _talk(pair: Pair) -> None:
    with pair.step("talk", "otto", timedelta(hours=7)) as hand:
        item = hand.item("Secret item")
        for number in range(4):
            hand.comment(item, f"Remark {number} @Lena @Sam")
        hand.ask(item, "lena", "edi", "sam", note="Is it true?", due_on=DAY - timedelta(days=4))
    suggest_and_decline(pair)
    with pair.step("advice", "lena", timedelta(hours=8)) as hand:
        wanted = select(ReviewRequest).where(ReviewRequest.reviewer_id == hand.id("lena"))
        request = hand.session.scalars(wanted).one()
        give_review(hand.session, hand.item("Secret item"), request, Advice(True, 6, "Yes"), context=hand.context)


def _sign(pair: Pair) -> None:
    with pair.step("ask", "otto", timedelta(hours=9)) as hand:
        item = hand.item("Secret item")
        asking = Asking(frozenset({hand.of("bay")}), DAY - timedelta(days=5))
        ask_for_signoffs(hand.session, item, asking, revision=item.revision, by=hand.by(item), context=hand.context)
    for number, is_yes in enumerate((False, True)):
        with pair.step(f"sign {number}", "lena", timedelta(hours=10 + number)) as hand:
            item = hand.item("Secret item")
            draft = SignOffDraft(hand.of("bay"), is_yes, current_version(hand.session, item).text_hash, "Well")
            give_signoff(hand.session, item, draft, form_id=form_id(f"sign {number}"), context=hand.context)


def _plan_tasks(pair: Pair) -> None:
    with pair.step("tasks", "otto", timedelta(hours=12)) as hand:
        campaign = hand.campaign("Secret")
        for number in range(4):
            hand.task(campaign, f"Secret task {number}", assignee_id=hand.id("lena" if number % 2 else "otto"))
        hand.task(campaign, "For nobody", note="Secret note")
        tasks = hand.session.scalars(select(Task).where(Task.campaign_id == campaign.id).order_by(Task.id)).all()
        finish_task(hand.session, campaign, tasks[0], hand.context)
        picked = [bulk.Picked(tasks[1].id, tasks[1].revision), bulk.Picked(tasks[2].id, tasks[2].revision)]
        bulk.shift_tasks(hand.session, campaign, picked, 2, hand.context)
        bulk.delete_tasks(hand.session, campaign, [bulk.Picked(tasks[3].id, tasks[3].revision)], hand.context)


def _relate(pair: Pair) -> None:
    """Add to the open campaign what it shows as a placeholder or not at all, each with talk, reviews and deadlines."""
    with pair.step("related", "otto") as hand:
        secrecy = EmbargoSettings(LIFT, SAFE_RELATED, frozenset({hand.of("port"), hand.of("bay")}))
        more = {"organisation_id": hand.of("port"), "campaign_id": hand.campaign("Open").id}
        hand.plan("Related item", FULL, secrecy, signoff_due_on=DAY - timedelta(days=7), **more)
        _unknown(hand, "Related and unknown", **more)
    with pair.step("on the related", "otto", timedelta(hours=13)) as hand:
        for label in ("Related item", "Related and unknown"):
            item = hand.item(label)
            hand.comment(item, f"{label} @Lena")
            hand.ask(item, "lena", note=label, due_on=DAY - timedelta(days=3))
            asking = Asking(frozenset({hand.of("bay")}), DAY - timedelta(days=6))
            ask_for_signoffs(hand.session, item, asking, revision=item.revision, by=hand.by(item), context=hand.context)


def _ask_to_join(pair: Pair) -> None:
    """Ask twice to take part in the campaign that is kept back: once in vain, and once without an answer yet."""
    for number in range(2):
        with pair.step(f"ask to join {number}", "sam", timedelta(hours=11 + number)) as hand:
            campaign = hand.campaign("Secret")
            ask_to_join(hand.session, campaign, hand.of("spare"), hand.id("sam"), hand.context)
            (request,) = open_requests(hand.session, campaign.id)
            if number == 0:
                decline_request(hand.session, campaign, request, hand.context)


def _change_the_embargo_group(pair: Pair) -> None:
    with pair.step("insider", "otto", timedelta(hours=6)) as hand:
        item = hand.item("Secret item")
        people = frozenset({hand.id("sam"), hand.id("otto")})
        secrecy = EmbargoSettings(LIFT, SAFE_ITEM, frozenset({hand.of("port"), hand.of("bay")}), people)
        writers = pair.app.extensions["scheduler.writers"]
        embargo.set_embargo(
            hand.session,
            item,
            Sharing(ShareScope.COALITION),
            secrecy,
            revision=item.revision,
            by=hand.by(item),
            hand=EmbargoContext(hand.context, writers),
        )
        assign_items(
            hand.session,
            [ItemWithRoles(item, hand.by(item))],
            hand.id("otto"),
            frozenset({hand.of("port")}),
            hand.context,
        )


def _hide_more(pair: Pair) -> None:
    """Add what is shared with the embargo group alone: one item that stays, and one that is deleted."""
    with pair.step("more", "otto", timedelta(hours=14)) as hand:
        named = AudienceDraft(Audience.PEOPLE, people=frozenset({hand.id("lena")}), embargo=LIFT, placeholder_title="X")
        campaign = hand.start("Unknown", named, organisation_id=hand.of("port"), first_day=DAY, last_day=DAY)
        hand.task(campaign, "Unknown task")
        # Without a day it has no entry: the search looks for it by itself.
        hand.start("Undated", named, title="We asked twelve", organisation_id=hand.of("port"))
        for label in ("Unknown item", "Deleted item"):
            _unknown(hand, label)
        item = hand.item("Deleted item")
        delete_item(hand.session, item, by=hand.by(item), context=hand.context)
        item = hand.item("Unknown item")
        move_item(hand.session, item, Action.SEND_TO_REVIEW, by=hand.by(item), context=hand.context)


def _unknown(hand: Step, label: str, **changes: Any) -> Item:
    people = frozenset({hand.id("lena")})
    return hand.plan(
        label,
        replace(FULL, title=label),
        EmbargoSettings(LIFT, "X", frozenset(), people),
        **{"organisation_id": hand.of("port"), "signoff_due_on": DAY - timedelta(days=6)} | changes,
        sharing=Sharing(ShareScope.PEOPLE, people),
    )


def _send_forms(pair: Pair) -> None:
    """Use up, on the pages of the embargo group, the very forms that outsiders will send as well."""
    client = _log_in(pair)
    content, campaigns = pair.addresses["content"], pair.addresses["campaigns"]
    path, campaign = f"/content/{content['Secret item']}", f"/campaigns/{campaigns['Secret']}"
    forms = {
        f"{path}/comments": {"body": "By form"},
        f"{campaign}/tasks/new": {"title": "By form", "due_on": "2027-07-20"},
        "/content/new": _item_by_form(pair),
    }
    for address, typed in forms.items():
        port = str(pair.organisations["port"].id)
        answer = client.post(address, data={"form_id": COLLISION, "organisation_id": port, **typed})
        assert answer.status_code == 303, (address, answer.text)


def _log_in(pair: Pair) -> FlaskClient:
    """Let Otto log in, in both worlds: log-ins are numbered, and who logs in is no secret of an embargo."""
    pair.fate.begin("forms")
    return logged_in(pair.app, pair.people["otto"])


def _item_by_form(pair: Pair) -> dict[str, str]:
    """Return a form that plans an item which only two people may know of."""
    otto, lena = (str(pair.people[who].id) for who in ("otto", "lena"))
    moments = {f"{name}-{part}": value for name in ("publish", "embargo") for part, value in _MOMENT.items()}
    named = {
        "owner_id": otto,
        "people": lena,
        "embargo_group_people": lena,
        "with_whom": "people",
        "placeholder_title": "X",
    }
    return {"title": "By form", "kind": "post", "campaign_id": "0"} | moments | named


_MOMENT = {"day": "2027-07-30", "time": "09:00", "zone": "Asia/Manila"}
