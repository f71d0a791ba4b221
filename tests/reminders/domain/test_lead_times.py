import pytest

from scheduler.reminders.domain.lead_times import OFFERED, Leads


@pytest.mark.parametrize(
    ("codes", "leads"),
    [
        (["1d", "7d", "7d", "0d", "2h"], Leads((7, 1, 0), (2,))),
        (["181d", "3h", "soon", "1.5d", "-1d", "٣d", "d", "9999d"], Leads()),
        (["180d"], Leads((180,))),
        ([], Leads()),
    ],
)
def test_codes_are_read_and_what_is_none_is_left_out(codes: list[str], leads: Leads) -> None:
    assert Leads.of(codes) == leads


def test_what_is_offered_reads_as_it_is_written() -> None:
    assert Leads.of(OFFERED.codes) == OFFERED
