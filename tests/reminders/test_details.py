"""What emails quote."""

from scheduler.reminders.details import QUOTED_CHARS, shortened


def test_a_long_quote_is_cut_at_a_space_that_is_near() -> None:
    assert shortened("word " * QUOTED_CHARS) == f"{'word ' * (QUOTED_CHARS // 5 - 1)}word …"
    assert shortened("我們 " + "字" * QUOTED_CHARS) == f"我們 {'字' * (QUOTED_CHARS - 3)} …"
