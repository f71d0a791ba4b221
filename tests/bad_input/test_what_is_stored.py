"""Hostile text that is taken comes out as text: on pages, in feeds, in mail."""

from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

import pytest
from icalendar import Calendar
from sqlalchemy.orm import sessionmaker

from scheduler.db import AppSession, db
from scheduler.outbox.dispatch import Dispatcher
from scheduler.outbox.mime import Sender
from scheduler.renderers import RENDERERS
from tests.bad_input.bad_values import SCRIPT, filled, kind_of
from tests.bad_input.built import NOW
from tests.bad_input.house import LEAD, VISITOR, House
from tests.bad_input.page_forms import PageForm
from tests.bad_input.walk import Found, Tour, Typed, send, tour
from tests.fakes import FakeClock
from tests.reminders.mailing import Kept
from tests.reminders.planning import plan

LINE = f"=1+1{SCRIPT}\U0001f600;,\\n"
PROSE = f"{LINE}\r\nBEGIN:VEVENT\r\nBcc: x@y.example\r\n@SUM(A1)"
ENDINGS = ("cancel", "withdraw", "remove", "revoke", "rotate", "delete", "close", "anonymise", "unregister", "leave")
STARTS = (
    "account",
    "campaign",
    "comment",
    "content",
    "edition",
    "event",
    "legislation",
    "organisations",
    "own_",
    "people",
)
NO_FREE_TEXT = frozenset({"day", "duration_days", "first_year", "hashtags", "language", "leads", "placeholder_title"})
OF_PASSAGES = ("passage", "replacement", "leave_out")
"""What is looked for in the copy, and what is to be there instead: hostile text stands nowhere in it."""
FITTING = {"due_on": "2027-08-02", "ends-time": "12:00", "first_day": "2027-08-02", "placeholder_title": "Neutral news"}


def hostile(form: PageForm, number: int) -> Typed:
    """Return a filling-in with hostile text wherever free text is taken; `number` tells names apart."""
    given = {name for name, values in form.sent().items() if any(values)}
    typed = filled(form) | {name: [FITTING[name]] for name in set(FITTING) & set(form.names) - given}
    if "move_reason" in typed:
        # A reason is taken with a move alone.
        typed["starts-time"] = ["00:01"]
    if "leave_out" in form.names:
        return {
            name: [PROSE] if name == "body" else values for name, values in typed.items() if name not in OF_PASSAGES
        }
    for control in form.controls:
        free = kind_of(control) in {"text", "textarea"} and control.name.rpartition("-")[2] not in NO_FREE_TEXT
        if free and "list" not in control.attributes:
            typed[control.name] = [PROSE if control.kind == "textarea" else f"{LINE}{number}"]
    return typed


def store(house: House, seen: Tour) -> list[str]:
    """Send every form that ends nothing, and return the endpoints that took the text."""
    taken = []
    for number, found in enumerate(seen.forms.values()):
        if _is_wanted(found):
            answer, crash = send(house, found, hostile(found.form, number))
            assert not crash, f"{found}: {crash}"
            taken += [found.endpoint] if answer is not None and answer.status_code in range(300, 400) else []
    return taken


def _is_wanted(found: Found) -> bool:
    lasting = not any(word in found.endpoint for word in ENDINGS)
    return lasting and found.endpoint.startswith(STARTS) and any(control.is_text for control in found.form.controls)


@pytest.fixture
def stuffed(house: House, seen: Tour) -> list[str]:
    return store(house, seen)


MUST_TAKE = {
    "account.save",
    "campaign_tasks.edit",
    "campaigns.edit",
    "campaigns.new",
    "content.new",
    "content.edit_text",
    "content.save_press",
    "content_review.comment",
    "editions.edit",
    "events.edit",
    "events.new",
    "legislation.new",
    "organisations.edit",
}


@pytest.mark.timeout(300)
def test_pages_feeds_and_mail_carry_it_as_text(house: House, stuffed: list[str]) -> None:
    assert MUST_TAKE - set(stuffed) == set()
    assert _raw_pages(house) == []
    _check_feed(house.client(VISITOR).get("/feeds/public.ics").text)
    _check_feed(house.client(VISITOR).get(_own_feed(house)).text)
    letters = _mailed(house)
    assert any(SCRIPT in str(letter["Subject"]) for letter in letters)
    assert [name for letter in letters for name in _faults(letter)] == []


def _raw_pages(house: House) -> list[str]:
    """Return the pages on which a script came out; each page of everybody is asked."""
    escaped, raw = 0, []
    for page in tour(house).pages:
        escaped += "&lt;script&gt;" in page.text
        raw += (
            [f"{page.who} {page.address}"]
            if SCRIPT in page.text and not page.address.partition("?")[0].endswith((".ics", ".csv", ".json"))
            else []
        )
    assert escaped > 20
    return raw


def _own_feed(house: House) -> str:
    found = [word for word in house.client(LEAD).get("/feeds").text.split('"') if word.endswith(".ics")]
    return "/feeds/" + next(word for word in found if "public.ics" not in word).rpartition("/feeds/")[2]


def _check_feed(text: str) -> None:
    events = Calendar.from_ical(text).walk("VEVENT")
    lines = text.replace("\r\n ", "").split("\r\n")

    assert len(events) == lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") > 0
    assert any(SCRIPT in str(event["SUMMARY"]) for event in events)
    assert not any(line.startswith(("Bcc", "@SUM")) or "\n" in line or "\r" in line for line in lines)
    assert all(len(event.errors) == 0 and isinstance(event["SUMMARY"], str) for event in events)


def _mailed(house: House) -> list[EmailMessage]:
    """Return every letter of the next week, reminders planned day by day."""
    kept, clock = Kept(), FakeClock(NOW)
    with house.app.app_context():
        sender = Sender.parse("Test Coalition <scheduler@coalition.example>")
        sessions = cast("sessionmaker[AppSession]", db.sessionmaker)
        dispatcher = Dispatcher(sessions, RENDERERS, kept, sender, clock)
        for _hour in range(0, 24 * 4, 6):
            clock.advance(timedelta(hours=6))
            with sessions() as session:
                plan(session, clock.now())
                session.commit()
            dispatcher.run()
    return [message_from_bytes(parcel.content, policy=default) for parcel in kept.parcels]


def _faults(letter: EmailMessage) -> list[str]:
    twice = [name for name in ("Subject", "To", "From", "Message-ID") if len(letter.get_all(name, [])) != 1]
    html = letter.get_body(("html",))
    raw = ["a script in the HTML"] if html is not None and SCRIPT in html.get_content() else []
    return twice + raw + (["Bcc"] if "Bcc" in letter else []) + [str(defect) for defect in letter.defects]
