"""What becomes of stored editions when their rule or the catalogue changes."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.dates.spans import DateSpan
from scheduler.observances.domain.edition_changes import ChangeKind, EditionChange, StoredEdition, edition_changes
from scheduler.observances.domain.editions import EditionDates, Years

YEARS = Years(2026, 2029)
MAY_1 = DateSpan.of_days(date(2027, 5, 1), 1)
MAY_2 = DateSpan.of_days(date(2027, 5, 2), 1)
MAY_9 = DateSpan.of_days(date(2027, 5, 9), 1)


def only_change(stored, computed):
    (change,) = edition_changes(stored, computed, YEARS)
    return change


def test_new_edition_is_added():
    change = only_change([], [EditionDates("2027", MAY_1)])

    assert change == EditionChange("2027", ChangeKind.ADDED, None, MAY_1)


def test_edition_without_a_date_is_added_too():
    assert only_change([], [EditionDates("2027", None)]) == EditionChange("2027", ChangeKind.ADDED, None, None)


def test_edition_moves_under_its_period():
    change = only_change([StoredEdition("2027", MAY_1)], [EditionDates("2027", MAY_2)])

    assert change == EditionChange("2027", ChangeKind.MOVED, MAY_1, MAY_2)
    assert not change.is_conflict


def test_waiting_edition_gets_its_date():
    change = only_change([StoredEdition("2027", None)], [EditionDates("2027", MAY_1)])

    assert change == EditionChange("2027", ChangeKind.ANNOUNCED, None, MAY_1)


def test_edition_that_loses_its_date_waits_again():
    change = only_change([StoredEdition("2027", MAY_1)], [EditionDates("2027", None)])

    assert change == EditionChange("2027", ChangeKind.WITHDRAWN, MAY_1, None)


def test_edition_that_the_rule_no_longer_makes_is_dropped():
    assert only_change([StoredEdition("2027", MAY_1)], []) == EditionChange("2027", ChangeKind.DROPPED, MAY_1, None)
    assert only_change([StoredEdition("2027", None)], []) == EditionChange("2027", ChangeKind.DROPPED, None, None)


def test_days_that_a_person_set_are_kept_and_reported():
    change = only_change([StoredEdition("2027", MAY_1, MAY_9)], [EditionDates("2027", MAY_2)])

    assert change == EditionChange("2027", ChangeKind.MOVED, MAY_1, MAY_2, kept=MAY_9)
    assert change.is_conflict


def test_rule_that_comes_to_say_what_the_person_said_is_no_conflict():
    change = only_change([StoredEdition("2027", None, MAY_9)], [EditionDates("2027", MAY_9)])

    assert (change.kind, change.kept, change.is_conflict) == (ChangeKind.ANNOUNCED, MAY_9, False)


def test_dropped_edition_with_a_persons_days_is_reported_once():
    stored = StoredEdition("2027", MAY_1, MAY_9)

    change = only_change([stored], [])

    assert (change.kind, change.is_conflict) == (ChangeKind.DROPPED, True)
    assert edition_changes([StoredEdition("2027", change.after, MAY_9)], [], YEARS) == []


def test_unchanged_rule_leaves_a_persons_days_in_peace():
    assert edition_changes([StoredEdition("2027", MAY_1, MAY_9)], [EditionDates("2027", MAY_1)], YEARS) == []


def test_editions_of_other_years_are_left_alone():
    old = StoredEdition("2020", DateSpan.of_days(date(2020, 5, 1), 1))
    monthly = StoredEdition("2030-01", DateSpan.of_days(date(2030, 1, 1), 1))

    assert edition_changes([old, monthly], [], YEARS) == []


def test_rule_that_turns_monthly_replaces_the_yearly_edition():
    changes = edition_changes(
        [StoredEdition("2027", MAY_1)], [EditionDates("2027-06", MAY_2), EditionDates("2027-05", MAY_1)], YEARS
    )

    assert [(change.period, change.kind) for change in changes] == [
        ("2027", ChangeKind.DROPPED),
        ("2027-05", ChangeKind.ADDED),
        ("2027-06", ChangeKind.ADDED),
    ]


spans = st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2029, 12, 31)).map(lambda day: DateSpan.of_days(day, 2)))
periods = st.sampled_from(["2026", "2027", "2028", "2029"])
computed_editions = st.dictionaries(periods, spans)


@settings(max_examples=30)
@given(computed_editions, computed_editions)
def test_changes_lead_to_the_computed_editions_and_then_to_none(before, after):
    computed = [EditionDates(period, span) for period, span in after.items()]
    stored = dict(before)

    for change in edition_changes([StoredEdition(*item) for item in before.items()], computed, YEARS):
        assert stored.get(change.period) == change.before
        stored[change.period] = change.after
        if change.kind is ChangeKind.DROPPED:
            del stored[change.period]

    assert stored == after
    assert edition_changes([StoredEdition(*item) for item in stored.items()], computed, YEARS) == []
