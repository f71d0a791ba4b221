"""The month, the list and the day: who sees what, where, and how it is marked."""

import re

import pytest

from scheduler.agenda.models import EntryKind
from scheduler.agenda.services.entry_drafts import EntryDraft, Source
from scheduler.agenda.services.guards import coalition_guard
from scheduler.agenda.services.publishing import publish
from tests.pages.scenes import ARABIC, LONG, SAFE_TITLE, SECRET, all_day, july

JULY = "/calendar?month=2027-07"
AS_LIST = f"{JULY}&view=agenda"
PLACES = (JULY, AS_LIST, "/calendar/2027-07-30")


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def cell(text, day) -> str:
    """Return what stands in the cell of a day of the month's grid."""
    found = re.search(rf'<time class="month-day" datetime="{day}">.*?</td>', text, re.DOTALL)
    assert found is not None
    return found[0]


def test_visitor_sees_what_is_public(visit):
    text = page(visit("visitor"), JULY)

    assert "World Day Against Trafficking" in text
    assert LONG in text
    assert "Vigil" not in text
    assert SAFE_TITLE not in text


@pytest.mark.parametrize(
    ("who", "day", "lift"), [("ana", 29, "29 Jul 21:00"), ("bo", 30, "30 Jul 09:00"), ("cleo", 30, "30 Jul 03:00")]
)
def test_members_see_the_placeholder_with_its_lift(visit, who, day, lift):
    for address in (JULY, AS_LIST, f"/calendar/2027-07-{day}"):
        text = page(visit(who), address)

        assert SAFE_TITLE in text
        assert f"until {lift}" in text
        assert SECRET not in text


@pytest.mark.parametrize("address", PLACES)
@pytest.mark.parametrize("who", ["visitor", "dan"])
def test_outsiders_see_nothing_of_it(visit, who, address):
    text = page(visit(who), address)

    assert SAFE_TITLE not in text
    assert SECRET not in text


def test_filters_find_no_concealed_text(visit):
    assert SAFE_TITLE not in page(visit("bo"), f"{AS_LIST}&topic=trafficking")


@pytest.mark.parametrize(("who", "seen"), [("bo", True), ("ana", False), ("cleo", False), ("visitor", False)])
def test_what_is_internal_to_an_organisation_stays_there(visit, who, seen):
    assert ("Board of Kaagapay" in page(visit(who), JULY)) is seen


def test_timed_entry_stands_on_the_reader_s_day_at_their_time(visit):
    manila, new_york = page(visit("bo"), JULY), page(visit("ana"), JULY)

    assert re.search(r"09:00</span>.{0,80}Vigil", cell(manila, "2027-07-30"), re.DOTALL)
    assert re.search(r"21:00</span>.{0,80}Vigil", cell(new_york, "2027-07-29"), re.DOTALL)
    assert "Vigil" not in cell(new_york, "2027-07-30")
    assert "All times: New York" in new_york


def test_list_says_when_it_is_for_the_reader_and_where_it_happens_on_another_day(visit):
    new_york, manila = (re.sub(r"<[^>]+>|\s+", " ", page(visit(who), AS_LIST)) for who in ("ana", "bo"))

    assert re.search(r"21:00 – *23:00 +30 Jul, 09:00 in Manila", new_york)
    assert re.search(r"09:00 – *11:00", manila)
    assert "in Manila" not in manila


def test_cancelled_and_tentative_are_marked_in_words_too(visit):
    text = page(visit("ana"), JULY)

    assert "is-cancelled" in cell(text, "2027-07-05")
    assert re.search(rf"Observance, cancelled: </span>{ARABIC}", cell(text, "2027-07-05"))
    assert "is-tentative" in cell(text, "2027-07-08")
    assert "Content, tentative: " in cell(text, "2027-07-08")


def test_entry_of_several_days_is_one_bar_a_week(visit):
    text = page(visit("visitor"), JULY)

    assert "is-named is-start is-end spans-7" in cell(text, "2027-07-12")
    assert 'class="month-gap"' in cell(text, "2027-07-13")
    assert text.count("12–18 Jul 2027") == 1
    assert "12–18 Jul 2027" in cell(text, "2027-07-12")


@pytest.mark.parametrize(
    ("filters", "kept", "left_out"),
    [
        ("kind=event", "Vigil", "World Day"),
        ("topic=migration", "Migrant Workers", "World Day"),
        ("mine=1", "Op-ed on safe homes", "Vigil"),
        ("mine=1", "Sign off: joint letter", "World Day"),
    ],
)
def test_filters_keep_what_fits(visit, filters, kept, left_out):
    text = page(visit("ana"), f"{AS_LIST}&{filters}")

    assert kept in text
    assert left_out not in text


@pytest.mark.parametrize("address", [JULY, AS_LIST, "/calendar/2027-07-03", "/calendar/2027-07-30"])
def test_all_kinds_of_the_legend_are_shown_without_asking(visit, address):
    text = page(visit("ana"), address)
    day = address[-2:]

    assert ("Sign off: joint letter" in text) is (day != "30")
    assert ("Safe streams" in text) is (day != "03")


@pytest.mark.parametrize("who", ["visitor", "dan", "ana", "bo", "cleo"])
def test_kinds_that_are_offered_are_those_of_the_legend(visit, who):
    text = page(visit(who), JULY)
    legend = re.findall(r'class="entry entry-(\w+)"', text.split('class="kind-key"')[1])
    choices = text.split('name="kind"')[1].split("</select>")[0]

    assert re.findall(r'value="(\w+)"', choices) == legend
    assert set(re.findall(r'class="entry entry-(\w+)', text.split("<table")[1].split("</table>")[0])) <= set(legend)


def test_deadline_of_many_organisations_stands_there_once(visit, store, scene, now):
    days = all_day(july(21))
    members = coalition_guard(store).id
    for number in range(2, 12):
        draft = EntryDraft(Source("deadline", number), EntryKind.DEADLINE, days, members, "Đến hạn ký", path="/x")
        publish(store, draft, now)
    store.commit()

    assert page(visit("ana"), "/calendar/2027-07-21").count("Đến hạn ký") == 1


def test_organisation_filter_is_for_members(visit, scene):
    address = f"{AS_LIST}&organisation={scene.lantern.id}"

    assert "World Day" not in page(visit("ana"), address)
    assert "World Day" in page(visit("visitor"), address)
    assert "Lantern Bay" not in page(visit("visitor"), address)


@pytest.mark.parametrize(
    "arguments",
    [
        "month=2027-13",
        "month=x&view=y",
        "kind=%00&topic=%27--&organisation=-1&mine=2",
        "month=99999-01",
        "kind=a&kind=b",
    ],
)
def test_nonsense_in_the_address_narrows_nothing(visit, arguments):
    assert "Vigil at the harbour" in page(visit("ana"), f"/calendar?{arguments}")


@pytest.mark.parametrize("day", ["2027-02-30", "x", "2027-7-3", "1899-12-31", "2201-01-01", "20270730"])
def test_day_that_is_none_is_not_found(visit, day):
    assert visit("ana").get(f"/calendar/{day}").status_code == 404


@pytest.mark.parametrize("day", ["1900-01-01", "2200-12-31"])
def test_calendar_ends_without_a_link_beyond(visit, day):
    text = page(visit("visitor"), f"/calendar/{day}")

    assert "1899-12-31" not in text
    assert "2201-01-01" not in text


@pytest.mark.parametrize("month", ["1900-01", "2200-12"])
def test_first_and_last_month_can_be_shown(visit, month):
    assert page(visit("visitor"), f"/calendar?month={month}").count("Previous month") == (month == "2200-12")


def test_months_turn_with_the_filters(visit):
    text = page(visit("ana"), f"{AS_LIST}&kind=event")

    assert "/calendar?month=2027-06&amp;view=list&amp;kind=event" in text
    assert "/calendar?month=2027-08&amp;view=list&amp;kind=event" in text


def test_empty_list_says_so_and_offers_a_way_out(visit):
    text = page(visit("ana"), "/calendar?month=2027-09&view=agenda&kind=event")

    assert "Nothing scheduled" in text
    assert "Clear filters" in text
