"""Every form that makes a row, sent four times at the same moment: one row; with other content it is another act."""

import uuid
from collections.abc import Sequence

import pytest
from sqlalchemy import func, select

from scheduler.content.models import ReviewRequest, SignOff
from scheduler.outbox.models import Message
from tests.at_once.conftest import Town
from tests.at_once.form import Form, hash_of, item
from tests.at_once.forms import FORMS
from tests.together import Reply

pytestmark = pytest.mark.engines("sqlite", "postgresql")


def counts(town: Town, form: Form) -> list[int]:
    with town.sessions() as session:
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in form.tables]


def mails(town: Town) -> int:
    with town.sessions() as session:
        return session.scalar(select(func.count()).select_from(Message)) or 0


def refused(replies: Sequence[Reply]) -> list[tuple[int, str]]:
    return [(reply.status, reply.text) for reply in replies if not 300 <= reply.status < 400]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name.replace(" ", "_"))
def test_one_form_makes_one_row_for_each_content_and_person(town: Town, form: Form) -> None:
    form_id, path = str(uuid.uuid4()), form.path(town)
    typed = [{**form.fill(town), "form_id": form_id} for _ in range(5)]
    before = counts(town, form)

    replies = town.together(*((form.who, path, data) for data in typed[:4]))
    sent = mails(town)
    replies.append(town.post(form.who, path, **typed[4]))
    assert refused(replies) == []
    assert counts(town, form) == [number + 1 for number in before]
    assert mails(town) == sent

    others = [(form.who, path, {**form.fill(town), **form.other, "form_id": form_id})] * bool(form.other)
    others += [(form.friend, path, {**form.fill(town), "form_id": form_id})] * bool(form.friend)
    replies = town.together(*others)
    assert refused(replies) == []
    assert counts(town, form) == [number + 1 + len(others) for number in before]


def test_yes_then_no_from_the_same_page_is_a_no_and_the_page_says_so(town: Town) -> None:
    phare, form_id = town.organisation("Le Phare"), str(uuid.uuid4())
    path = item(0, f"/sign-off/{phare}")(town)
    typed = {"text_hash": hash_of(town, 0), "form_id": form_id}

    town.post("odile", path, answer="yes", comment="", **typed)
    town.post("odile", path, answer="no", comment="Name the law", **typed)

    answers = [(row.answer, row.comment) for row in town.rows(SignOff) if row.organisation_id == phare]
    assert answers[-2:] == [("yes", ""), ("no", "Name the law")]
    assert "Name the law" in town.page("theo", item(0)(town))


def test_whoever_is_asked_already_is_not_asked_again(town: Town) -> None:
    path, form_id, before = item(0, "/reviews/ask")(town), str(uuid.uuid4()), len(town.rows(ReviewRequest))
    odile = str(town.people["odile"].id)

    town.post("theo", path, reviewers=odile, note="Tone?", form_id=form_id)
    again = town.post("theo", path, reviewers=odile, note="Facts?", form_id=form_id)

    assert (again.status, len(town.rows(ReviewRequest))) == (303, before + 1)
