"""When two names mean the same bill, and which bills one field names."""

import pytest

from scheduler.legislation.domain.naming import bill_key, cited_numbers


@pytest.mark.parametrize(
    ("jurisdiction", "number"),
    [
        ("us congress", "hr 1234"),
        ("US Congress", "H.R.1234"),
        (" US  Congress ", "h.r. 1234"),
        ("U.S. Congress", "H.R.-1234"),
        ("ＵＳ Congress", "Ｈ.Ｒ. １２３４"),
        ("US Congréss", "H.R. 1,234"),
        ("US Congress", "H.R. no. 1234"),
    ],
)
def test_spellings_of_one_bill_share_a_key(jurisdiction: str, number: str) -> None:
    assert bill_key(jurisdiction, number) == bill_key("US Congress", "H.R. 1234")


@pytest.mark.parametrize(
    "number", ["PL nº 2.630/2020", "PL N° 2630/2020", "PL Nº 2630-2020", "PL № 2630/2020", "pl 2630 2020"]
)
def test_signs_for_number_and_thousands_make_no_difference(number: str) -> None:
    assert bill_key("Câmara", number) == bill_key("Camara", "PL 2630/2020")


@pytest.mark.parametrize(
    ("jurisdiction", "number"),
    [
        ("US Congress", "H.R. 1235"),
        ("EU", "H.R. 1234"),
        ("US CongressHR", "1234"),
        ("§", "¶"),
        ("US Congress", "HR 12/34"),
    ],
)
def test_other_bills_have_another_key(jurisdiction: str, number: str) -> None:
    assert bill_key(jurisdiction, number) != bill_key("US Congress", "H.R. 1234")


@pytest.mark.parametrize(
    ("one", "other"),
    [("1/2345", "12/345"), ("20/1234", "201/234"), ("SB 21-260", "SB 212-60"), ("2021/0106", "20210106"), ("§", "¶")],
)
def test_what_stands_between_digits_keeps_them_apart(one: str, other: str) -> None:
    assert bill_key("Bundestag", one) != bill_key("Bundestag", other)


@pytest.mark.parametrize(
    ("number", "numbers"),
    [
        ("H.R. 2732 / S. 1207", ("H.R. 2732", "S. 1207")),
        ("HR 2732/S 1207", ("HR 2732", "S 1207")),
        ("PL 2630/2020 / PLS 21/2019", ("PL 2630/2020", "PLS 21/2019")),
        ("C-233 + S-210", ("C-233", "S-210")),
        ("H.R. 2732 ／ S. 1207", ("H.R. 2732", "S. 1207")),
        ("Ｈ.Ｒ. ２７３２；Ｓ. １２０７", ("H.R. 2732", "S. 1207")),
        ("C-233 ＆ S-210", ("C-233", "S-210")),
        ("Senate Bill 1828; House Bill 6125; H.R. 7", ("Senate Bill 1828", "House Bill 6125", "H.R. 7")),
        ("S. 1 & S. 1", ("S. 1",)),
    ],
)
def test_companions_are_taken_apart(number: str, numbers: tuple[str, ...]) -> None:
    assert cited_numbers(number) == numbers


@pytest.mark.parametrize(
    "number",
    [
        "PL 2630/2020",
        "20/1234",
        "A/HRC/RES/44/4",
        "2021/0106(COD)",
        "Bill 5, 118th Congress",
        "H.R. 2732 /",
        "COM(2021) 206 final",
        "Directive 2011/36, Article 5",
        "Act No. 5, Section 3",
        "Bill C-10, Part 2",
        "Title 18 and Title 22",
        "H.R. 1, S. 2",
        "C-233 et S-210",
        "1/2345",
        "１／２３４５",
        "\ufb03" * 25 + " 1 / S. 2",
        "a" * 60,
        "a. " * 20 + "/ b",
    ],
)
def test_a_number_with_signs_of_its_own_stays_one(number: str) -> None:
    assert cited_numbers(number) == (number,)
