"""What mail about suggestions tells, and what it keeps back under embargo."""

from collections.abc import Iterator

import pytest
from flask import Flask

from scheduler.agenda.services.notifications import NotificationKind
from tests.content.services.test_suggestions import accept, decline, suggest
from tests.content.stage import SECRECY, Stage
from tests.written import first_line, letter

TITLE = "Five of twelve answered"


@pytest.fixture(autouse=True)
def templates(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def test_mail_quotes_what_is_suggested_and_says_what_became_of_it(stage: Stage):
    item = stage.item()
    declined = suggest(stage, item, "asked twelve", "asked some")
    found = letter(stage.session, NotificationKind.COMMENTED, stage.id("owner"), stage.now)
    assert "Replace “asked twelve” with “asked some”. Say why" in found.text
    decline(stage, item, declined, "We name the number")
    found = letter(stage.session, NotificationKind.SUGGESTION_ANSWERED, stage.id("port_lead"), stage.now)
    assert found.subject == f"Suggestion declined: {TITLE}"
    assert first_line(found) == "Oda Owner (Lantern Bay) declined your suggestion."
    assert "We name the number" in found.text
    assert f"#comment-{declined.address}" in found.text


def test_mail_says_that_a_suggestion_was_accepted(stage: Stage):
    item = stage.item()
    accept(stage, item, suggest(stage, item, "asked twelve", ""))

    found = letter(stage.session, NotificationKind.SUGGESTION_ANSWERED, stage.id("port_lead"), stage.now)
    assert found.subject == f"Suggestion accepted: {TITLE}"
    assert first_line(found) == "Oda Owner (Lantern Bay) accepted your suggestion."


def test_under_embargo_mail_tells_neither_the_passage_nor_what_is_suggested(stage: Stage):
    item = stage.item(secrecy=SECRECY)
    made = suggest(stage, item, "asked twelve", "asked thirteen", who="editor")
    decline(stage, item, made, "We name the number")

    for kind, who in ((NotificationKind.COMMENTED, "owner"), (NotificationKind.SUGGESTION_ANSWERED, "editor")):
        found = letter(stage.session, kind, stage.id(who), stage.now)
        told = f"{found.subject} {found.text} {found.html}"
        assert not [words for words in ("twelve", "thirteen", "Say why", "We name the number") if words in told]
