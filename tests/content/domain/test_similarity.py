"""How alike two posts are."""

import pytest

from scheduler.content.domain.similarity import NEARLY_THE_SAME, shingles, similarity

POST = (
    "On 30 July forty organisations ask for one thing: count the children who are sold. Nobody knows how many there "
    "are, so nobody looks for them. Write to your senator today and ask for a count."
)


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (POST.upper() + " #EndTrafficking", True),
        (POST.replace("senator", "MP").replace("forty", "more than forty"), True),
        (POST.replace("Write to your senator today and ask for a count.", "Sign the petition."), True),
        ("Forty organisations want a count. Nobody knows how many children are sold. Write to your senator.", False),
        ("", False),
        ("On 30 July", False),
    ],
)
def test_nearly_the_same(other: str, alike: bool) -> None:
    share = similarity(shingles(POST), shingles(other))
    assert (share >= NEARLY_THE_SAME) is alike
    assert share == similarity(shingles(other), shingles(POST))


def test_the_same_is_wholly_alike() -> None:
    assert similarity(shingles(POST), shingles(POST)) == 1
