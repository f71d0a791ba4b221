import pytest

from scheduler.legislation.domain.naming import bill_key


@pytest.mark.parametrize(
    ("jurisdiction", "number"),
    [("us congress", "hr 1234"), ("US Congress", "H.R.1234"), (" US  Congress ", "h.r. 1234")],
)
def test_spellings_of_one_bill_share_a_key(jurisdiction: str, number: str) -> None:
    assert bill_key(jurisdiction, number) == bill_key("US Congress", "H.R. 1234")


@pytest.mark.parametrize(
    ("jurisdiction", "number"),
    [("US Congress", "H.R. 1235"), ("EU", "H.R. 1234"), ("US CongressHR", "1234"), ("§", "¶")],
)
def test_other_bills_have_another_key(jurisdiction: str, number: str) -> None:
    assert bill_key(jurisdiction, number) != bill_key("US Congress", "H.R. 1234")
