import pytest

from scheduler.reminders.domain.lead_times import LeadsError, parse_leads


@pytest.mark.parametrize(
    ("text", "leads"),
    [("7, 1, 0", (7, 1, 0)), ("0;1 7,7", (7, 1, 0)), ("", ()), ("  14  ", (14,)), ("180", (180,))],
)
def test_parse_leads(text: str, leads: tuple[int, ...]) -> None:
    assert parse_leads(text) == leads


@pytest.mark.parametrize(
    ("text", "piece"),
    [("7, -1", "-1"), ("181", "181"), ("1.5", "1.5"), ("soon", "soon"), ("٣", "٣"), ("9" * 500, "9" * 20)],
)
def test_parse_leads_names_what_it_cannot_read(text: str, piece: str) -> None:
    with pytest.raises(LeadsError) as caught:
        parse_leads(text)
    assert caught.value.piece == piece


def test_parse_leads_refuses_a_flood() -> None:
    with pytest.raises(LeadsError):
        parse_leads("1,2,3,4,5,6,7,8,9")
