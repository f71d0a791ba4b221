"""Passwords of the demo: words by chance, but never ones that the rules of passwords refuse."""

from collections.abc import Iterator, Sequence

from flask import Flask

from scheduler.demo.people import PASSWORD_WORDS, draw_password


def test_a_password_that_the_rules_refuse_is_drawn_again(app: Flask) -> None:
    chosen: Iterator[str] = iter(["anchor"] * PASSWORD_WORDS + ["anchor", "meadow", "walnut", "copper"])

    def choose(_words: Sequence[str]) -> str:
        return next(chosen)

    with app.test_request_context():
        password, hashed = draw_password(choose)

    assert password == "anchor-meadow-walnut-copper"
    assert hashed.startswith("$argon2id$")
