"""The email about a token that was made: what it says, and when it is not sent."""

from sqlalchemy import select

from scheduler.api.models import ApiToken
from scheduler.api.services.tokens import MADE
from scheduler.outbox.models import Message
from scheduler.outbox.rendering import Letter, NotSent
from tests.api.web.programs import Makers
from tests.written import answer_of


def written(programs: Makers) -> Letter | NotSent:
    message = programs.store.scalars(select(Message).where(Message.kind == MADE)).one()
    with programs.app.app_context():
        answer = answer_of(programs.store, message, programs.now)
    programs.store.commit()
    return answer


def test_its_person_learns_of_a_token_and_reads_no_secret(programs: Makers) -> None:
    program = programs.program("member")

    email = written(programs)

    assert isinstance(email, Letter)
    assert email.to == programs.town.people["member"].email
    assert email.subject == "An API token was created in your account"
    for body in (email.text, email.html):
        assert "“Website”" in body
        assert "Everything you have access to" in body
        assert "http://localhost/api-tokens" in body
        assert program._token not in body


def test_of_a_token_that_is_revoked_there_is_nothing_to_say(programs: Makers) -> None:
    programs.program("member")
    programs.store.delete(programs.store.scalars(select(ApiToken)).one())
    programs.store.commit()

    assert written(programs) == NotSent("removed")
