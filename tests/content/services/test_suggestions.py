"""Comments on passages, and suggestions that whoever writes the copy accepts or declines."""

import uuid
from datetime import timedelta

import pytest

from scheduler.agenda.services.notifications import NotificationKind
from scheduler.content.domain.anchors import NoPassageError
from scheduler.content.domain.errors import NotYoursError
from scheduler.content.domain.item_text import text_from_json
from scheduler.content.domain.passages import PassageDraft, PassageLostError, SameTextError, SuggestionAnswer
from scheduler.content.domain.workflow import ActionRefusedError, State
from scheduler.content.models import CommentPassage, Item, ItemComment
from scheduler.content.queries.feedback import open_suggestions
from scheduler.content.queries.unguarded import current_version
from scheduler.content.services.comments import add_comment, delete_comment
from scheduler.content.services.suggestions import AnsweredError, accept_suggestion, decline_suggestion
from scheduler.rows import RowGoneError, StaleEditError
from tests.content.services.test_embargo_of_drafts import lift_by_itself
from tests.content.spoken import comments_of
from tests.content.stage import SECRECY, Stage

ASKED = NotificationKind.SUGGESTION_ANSWERED


def suggest(stage: Stage, item: Item, passage: str, replacement: str | None, who: str = "port_lead") -> ItemComment:
    on, form_id = PassageDraft(passage, replacement=replacement), str(uuid.uuid4())
    return add_comment(stage.session, item, "Say why", form_id=form_id, context=stage.context(who), on=on).comment


def accept(stage: Stage, item: Item, comment: ItemComment, who: str = "owner", revision: int | None = None) -> None:
    at = item.revision if revision is None else revision
    accept_suggestion(stage.session, item, comment, revision=at, by=stage.by(who, item), context=stage.context(who))


def decline(stage: Stage, item: Item, comment: ItemComment, reason: str = "", who: str = "owner") -> None:
    decline_suggestion(stage.session, item, comment, reason, by=stage.by(who, item), context=stage.context(who))


def passage(stage: Stage, comment: ItemComment) -> CommentPassage:
    return stage.session.get_one(CommentPassage, comment.id)


def body(stage: Stage, item: Item) -> str:
    return text_from_json(current_version(stage.session, item).text).body


def test_an_accepted_suggestion_is_a_version_as_if_the_owner_had_typed_it(stage: Stage):
    item = stage.ask(stage.item(), stage.port)
    stage.say(item, "port_lead", stage.port)
    comment = suggest(stage, item, "twelve platforms", "13 platforms")

    accept(stage, item, comment)

    assert body(stage, item) == "We asked 13 platforms. Five answered."
    version, row = current_version(stage.session, item), passage(stage, comment)
    assert (version.number, version.author_id) == (2, stage.id("owner"))
    assert (row.answer, row.answered_by, row.accepted_version) == (SuggestionAnswer.ACCEPTED, stage.id("owner"), 2)
    assert stage.notified(NotificationKind.TEXT_CHANGED) == ["port_lead"]
    assert stage.notified(ASKED) == ["port_lead"]


def test_a_declined_suggestion_leaves_the_copy_and_says_why(stage: Stage):
    item = stage.item()
    comment = suggest(stage, item, "twelve platforms", "")

    decline(stage, item, comment, "We name the number")

    row = passage(stage, comment)
    assert (row.answer, row.reason, item.version_number) == (SuggestionAnswer.DECLINED, "We name the number", 1)
    assert stage.notified(ASKED) == ["port_lead"]
    with pytest.raises(AnsweredError):
        accept(stage, item, comment)


def test_the_owner_hears_of_a_suggestion_as_of_a_comment(stage: Stage):
    suggest(stage, stage.item(), "asked twelve", "asked 13")

    assert stage.notified(NotificationKind.COMMENTED) == ["owner"]


def test_edits_around_a_passage_do_not_matter_and_one_of_it_does(stage: Stage):
    item = stage.item()
    first, second = (suggest(stage, item, "Five answered", text) for text in ("5 answered", "Few answered"))
    stage.write(item, "In May we asked twelve platforms. Five answered. We wait.")

    accept(stage, item, first)

    assert body(stage, item) == "In May we asked twelve platforms. 5 answered. We wait."
    with pytest.raises(PassageLostError):
        accept(stage, item, second)
    decline(stage, item, second)


def test_what_stands_in_the_way_of_accepting(stage: Stage):
    item = stage.item()
    comment = suggest(stage, item, "asked twelve", "asked 13")
    with pytest.raises(StaleEditError):
        accept(stage, item, comment, revision=item.revision - 1)
    for who in ("port_lead", "coordinator"):
        with pytest.raises(NotYoursError):
            accept(stage, item, comment, who)
        with pytest.raises(NotYoursError):
            decline(stage, item, comment, who=who)
    for state in (State.CANCELLED, State.WITHDRAWN, State.PUBLISHED):
        item.state = state
        with pytest.raises(ActionRefusedError):
            accept(stage, item, comment)
    assert passage(stage, comment).answer is None


def test_what_is_no_suggestion_cannot_be_accepted(stage: Stage):
    item = stage.item()
    plain, gone = suggest(stage, item, "asked twelve", None), suggest(stage, item, "asked twelve", "asked 13")
    delete_comment(stage.session, item, gone, context=stage.context("port_lead"))

    for comment in (plain, gone):
        with pytest.raises(RowGoneError):
            accept(stage, item, comment)
    assert not open_suggestions(stage.session, stage.viewer("owner"), item, limit=9)


@pytest.mark.parametrize(
    ("words", "replacement", "error"),
    [("thirteen", None, NoPassageError), ("asked twelve", "asked twelve", SameTextError)],
)
def test_nothing_is_said_on_a_passage_that_is_none(stage: Stage, words, replacement, error):
    item = stage.item()

    with pytest.raises(error):
        suggest(stage, item, words, replacement)

    assert not comments_of(stage.session, stage.viewer("owner"), item).rows


def test_suggestions_and_reasons_of_before_the_lift_stay_with_those_who_could_read_them(stage: Stage):
    item = stage.item(secrecy=SECRECY)
    early = suggest(stage, item, "asked twelve", "asked 13", who="editor")
    answered = suggest(stage, item, "Five answered", "5 answered", who="editor")
    decline(stage, item, answered, "Style")
    lift(stage, item)
    late = suggest(stage, item, "platforms", "sites", who="far_lead")

    def seen(who: str) -> tuple[set[int], dict[int, str]]:
        viewer = stage.viewer(who)
        found = open_suggestions(stage.session, viewer, item, limit=9)
        passages = comments_of(stage.session, viewer, item).passages
        return {row.id for row, _passage in found}, {key: one.reason for key, one in passages.items()}

    assert seen("far_lead") == ({late.id}, {late.id: ""})
    assert seen("lead") == ({early.id, late.id}, {early.id: "", answered.id: "Style", late.id: ""})


def lift(stage: Stage, item: Item) -> None:
    stage.now += timedelta(days=40)
    lift_by_itself(stage, item)
