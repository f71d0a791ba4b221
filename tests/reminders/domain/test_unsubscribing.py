import pytest

from scheduler.reminders.domain.unsubscribing import Scope, scope_of, token_of


def test_a_token_stands_for_its_scope() -> None:
    scope = Scope(7, "reminder", "task_due")
    assert scope_of("key", token_of("key", scope)) == scope


@pytest.mark.parametrize("token", ["", "x", "WzFd.abc", token_of("other key", Scope(7, "reminder", "task_due"))])
def test_a_token_that_we_have_not_made_stands_for_nothing(token: str) -> None:
    assert scope_of("key", token) is None


def test_a_mail_of_several_kinds_stands_for_each() -> None:
    scope = Scope.of(7, "notice", ["commented", "mentioned"])
    found = scope_of("key", token_of("key", scope))

    assert found is not None
    assert found.kinds == ("commented", "mentioned")
    assert Scope(7, "notice", "commented").kinds == ("commented",)
