"""Copy about abuse, suicide or trafficking of children asks for a warning and a helpline of the country."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.content.checks.content_warning import ContentWarning
from scheduler.content.checks.protocol import Draft, KnownHelpline
from scheduler.content.checks.running import findings_hash
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind

LINE = KnownHelpline("Actionline", "1343", "day and night", "English, Filipino", date(2027, 5, 3), is_outdated=False)
FULL = replace(LINE, contact="+63 2 8733 1343")


def advice(body: str, *helplines: KnownHelpline, warning: str = "") -> list[str]:
    text = ItemText(body=body, content_warning=warning)
    check = ContentWarning()
    return [check.advice(one).render() for one in check.find(Draft(text, Kind.ARTICLE, helplines=helplines))]


@pytest.mark.parametrize(
    "body",
    [
        "Forty-one organisations ask for a count.",
        "They were exploited on a boat, and grapes were sold.",
        "End trafficking now.",
        "The violins played.",
    ],
)
def test_other_copy_is_left_alone(body: str) -> None:
    assert advice(body, LINE) == []


@pytest.mark.parametrize("body", ["One in ten thinks of suicide.", "Sexual Abuse of boys", "La trata de niños sigue."])
def test_a_warning_and_a_helpline_are_asked_for(body: str) -> None:
    assert advice(body, LINE) == [
        "Readers may be hurt by this. Add a content warning.",
        "Name a helpline, for example this one.",
    ]
    found = list(ContentWarning().find(Draft(ItemText(body=body), Kind.ARTICLE, helplines=(LINE,))))
    assert found[-1].offer == "Actionline: 1343 (day and night; English, Filipino)"


@pytest.mark.parametrize(
    ("body", "contact"),
    [
        ("Suicide: 11,911 calls in 2911.", "911"),
        ("Suicide: see http://help.example.org/now", "https://help.example"),
    ],
)
def test_a_number_or_address_within_another_names_no_helpline(body: str, contact: str) -> None:
    line = replace(LINE, contact=contact)
    assert advice(body, line, warning="Suicide") == ["Name a helpline, for example this one."]


def test_an_override_of_a_word_is_none_of_another() -> None:
    def found(body: str) -> list[str]:
        draft = Draft(ItemText(body=body), Kind.ARTICLE, helplines=(LINE,))
        return [findings_hash((one,), draft) for one in ContentWarning().find(draft)]

    assert found("On suicide.") == found("On suicide, and suicide.")
    assert not {*found("On suicide.")} & {*found("On suicide, and sexual abuse of boys.")}


def test_an_old_helpline_is_offered_with_its_day() -> None:
    (found,) = advice("On suicide.", replace(LINE, is_outdated=True), warning="Suicide")
    assert "make sure first that it is right" in found
    assert "last checked on 2027-05-03" in found
    assert "make sure" not in advice("On suicide.", replace(LINE, is_outdated=True), LINE, warning="Suicide")[0]


@pytest.mark.parametrize(
    ("body", "helpline"),
    [
        ("Suicide: call 028-733-1343.", FULL),
        ("Suicide: call +63 (2) 8733-1343.", FULL),
        ("Suicide: call 1343.", LINE),
        ("Suicide: http://www.help.example/now", replace(LINE, contact="https://help.example/now/")),
    ],
)
def test_a_helpline_is_found_however_it_is_written(body: str, helpline: KnownHelpline) -> None:
    found = advice(body, helpline, warning="Suicide")
    assert (found == []) is (body != "Suicide: call 028-733-1343.")


def test_where_none_is_listed_any_helpline_will_do() -> None:
    assert advice("Suicide. Helpline: 116 123", warning="Suicide") == []
    without = Draft(ItemText(body="Suicide."), Kind.ARTICLE, has_country=False)
    assert "is not set" in ContentWarning().advice(list(ContentWarning().find(without))[-1]).render()
    assert advice("Suicide.", warning="Suicide") == [
        "Name a helpline. None is listed for the country of your organisation. Ask a coordinator."
    ]
