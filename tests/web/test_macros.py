"""States, locks, people, tabs and buttons as every page draws them."""

import re
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from scheduler.web.badges import STATES
from tests.web.conftest import Render

LOCK = "{% from 'macros/badges.html' import lock_badge %}{{ lock_badge(guard, 'Asia/Manila', ['Ana', 'Li <b>']) }}"
LIFT = datetime(2026, 7, 30, 1, tzinfo=UTC)


def guard(**changes: object) -> SimpleNamespace:
    values = {"embargo_at": LIFT, "embargo_zone": "Asia/Manila", "held": False, "revealed_at": None}
    return SimpleNamespace(**(values | changes))


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_lock_says_until_when_and_who_may_read(render: Render):
    html = render(LOCK, guard=guard())

    assert text_of(html) == "Embargoed until Thu 30 Jul 2026, 09:00 Manila, UTC+8 Embargo group: Ana, Li &lt;b&gt;"


def test_lock_of_a_held_guard_promises_no_time(render: Render):
    text = text_of(render(LOCK, guard=guard(held=True)))

    assert text.startswith("On hold: stays under embargo until it is released")
    assert "2026" not in text


@pytest.mark.parametrize("changes", [{"revealed_at": LIFT}, {"embargo_at": None}])
def test_lock_is_gone_when_there_is_nothing_to_lock(render: Render, changes):
    assert render(LOCK, guard=guard(**changes)) == ""


@pytest.mark.parametrize(
    ("state", "tone", "label"),
    [("in_review", "doing", "In review"), ("overdue", "bad", "Overdue"), ("never_heard_of", "plain", "Never heard of")],
)
def test_state_has_words_and_a_tone(render: Render, state, tone, label):
    html = render("{% from 'macros/badges.html' import state_badge %}{{ state_badge(state) }}", state=state)

    assert html == f'<span class="badge-state tone-{tone}">{label}</span>'


def test_tones_are_those_that_the_style_sheet_knows():
    assert {badge.tone for badge in STATES.values()} == {"plain", "doing", "agreed", "good", "bad", "locked"}


def test_organisation_goes_by_its_short_name_and_is_escaped(render: Render):
    organisation = SimpleNamespace(name="Freedom & Co", short_name="F&C")
    source = "{% from 'macros/badges.html' import organisation_chip %}{{ organisation_chip(o, '/o?a=1&b=2') }}"

    html = render(source, o=organisation)

    assert 'href="/o?a=1&amp;b=2"' in html
    assert text_of(html) == "F&amp;C"


def test_definitions_leave_out_what_is_empty(render: Render):
    rows = [("Owner", "Ana"), ("Source", None), ("Notes", ""), ("Tasks", 0)]
    html = render("{% from 'macros/page.html' import definitions %}{{ definitions(rows) }}", rows=rows)

    assert text_of(html) == "Owner Ana Tasks 0"


def test_post_button_carries_its_fields_and_a_token(render: Render):
    source = (
        "{% from 'macros/forms.html' import post_button %}"
        "{{ post_button('/x', 'Cancel', confirm='Sure?', fields={'revision': 3}) }}"
    )

    html = render(source)

    assert 'method="post" action="/x" data-confirm="Sure?"' in html
    assert '<input type="hidden" name="revision" value="3">' in html
    assert 'name="csrf_token"' in html


def test_diff_is_said_as_well_as_coloured(render: Render):
    segments = [("same", "We "), ("removed", "beg"), ("added", "ask <i>")]
    html = render("{% from 'macros/diff.html' import diff %}{{ diff(segments) }}", segments=segments)

    assert text_of(html) == "We removed: beg end of removal added: ask &lt;i&gt; end of addition"
    assert ("<del>" in html, "<ins>" in html) == (True, True)


def test_icon_without_a_label_is_decoration(render: Render):
    source = "{% from 'macros/icons.html' import icon %}{{ icon('lock') }}{{ icon('lock', 'Locked') }}"

    html = render(source)

    assert html.count('aria-hidden="true"') == 1
    assert 'role="img" aria-label="Locked"' in html


@pytest.mark.parametrize("extension", ["html", "txt"])
def test_mail_says_where_to_turn(render: Render, extension):
    text = render(
        f"{{% extends 'layouts/email.{extension}' %}}{{% block body %}}Hello{{% endblock %}}",
        subject="A day is near",
        preferences_url="https://c.example/p",
        unsubscribe_url="https://c.example/u",
    )

    assert all(part in text for part in ("A day is near", "Hello", "https://c.example/p", "https://c.example/u"))
    assert ("src=" in text, "@import" in text) == (False, False)
