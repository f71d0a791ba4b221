"""Which names read as if somebody else were speaking."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.accounts.domain.names import (
    JOINERS,
    blemish_of,
    calling_in_organisation,
    is_calling_of_person,
    is_distinctive,
    normalise_name,
    without_lead_in,
)

CALLINGS = [
    *("coordinator", "the coordinator", "coordinators", "Co-ordinator", "Administrator", "The scheduler"),
    *("The server itself", "Former member", "formerly Le Phare", "Formerly", "lead", "coordinatοr", "Сооrdіnаtоr"),
    *("ＣＯＯＲＤＩＮＡＴＯＲ", "fοrmerly Kite", "Fοrmer member", "Iead", "Kite (coordinator)", "Kite, leads"),
    *("Kite) and Cora Whitfield (coordinator", "Kite（coordinatοr of all）", "Kite, formerly Le Phare"),
]


@pytest.mark.parametrize("name", CALLINGS)
def test_organisations_are_not_called_what_others_are(name: str):
    assert calling_in_organisation(name)


@pytest.mark.parametrize(
    "name",
    [
        *("Anti-Slavery Watch (Manila)", "Le Phare, association loi 1901", "Take the Lead", "Leaders, Not Followers"),
        *(
            "Change.org",
            "Médecins « Sans » Frontières",
            "Peace Coordinators",
            "Friends & Editors of Peace",
            "ǃKung Trust",
        ),
    ],
)
def test_other_organisations_may_have_marks_in_their_names(name: str):
    assert calling_in_organisation(name) == ""


@pytest.mark.parametrize(
    "name",
    [
        *("Cora Whitfield coordinator", "Cora Whitfield, the coordinatοr", "Lena Ortiz (lead)"),
        *(
            "Lena Ortiz（Iead）",
            "The server itself",
            "The scheduler",
            "Former member",
            "Ana (formerly Kite)",
            "Administrator",
        ),
        *(
            "Coordinator Cora",
            "Cora Whitfield (coordinator of all)",
            "Ana Former Member",
            "Theo Brandt ❨editor❩",
            "Ana, member",
        ),
    ],
)
def test_people_are_not_called_what_others_are(name: str):
    assert is_calling_of_person(name)


PEOPLE = [
    *("O'Brien", "Sinéad O’Brien", "Jean-Luc", "María José", "Anna-Lena", "Dr. med. Kim", "Martin Luther King, Jr."),
    *("J.R.R. Tolkien", "Ana (she/her)", "Karl X:son Lind", "می\u200cخواهم", "ශ්\u200dරී ලංකා", "क्\u200dष शर्मा", "ノート"),
    *("محمد الأمين", "Nguyễn Thị Ánh", "Leadbetter", "Mary I Smith", "Al Li", "李明", "T'ai-yuan ǃxuma", "ǀKaggen"),
]


@pytest.mark.parametrize("name", PEOPLE)
def test_names_of_people_go_on_passing(name: str):
    assert not is_calling_of_person(name)


@pytest.mark.parametrize(
    ("name", "telling"), [("Kite", False), ("Le Phare", True), ("Harbor", False), ("A-B", True), ("أمل", False)]
)
def test_two_words_tell_an_organisation(name: str, telling: bool):
    assert is_distinctive(name) is telling


@pytest.mark.parametrize(
    ("part", "rest"), [("and of the Open Bridge", "Open Bridge"), ("The", "The"), ("Kite", "Kite")]
)
def test_words_that_lead_in_are_left_out(part: str, rest: str):
    assert without_lead_in(part) == rest


@given(st.text(max_size=60))
def test_what_is_let_through_shows_every_character(text: str):
    name = normalise_name(text)
    if not name or blemish_of(name) is not None:
        return
    for character in set(name) - JOINERS:
        assert character == " " or unicodedata.category(character)[0] in "LMNPS"


@given(st.text(max_size=40))
def test_normalising_twice_is_once(text: str):
    assert normalise_name(normalise_name(text)) == normalise_name(text)
