"""Importing a catalogue: all of it or nothing, and never over what people have said."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.agenda.models import Entry
from scheduler.agenda.services.changes import ChangeContext, notify_listeners
from scheduler.agenda.services.entry_drafts import Source
from scheduler.agenda.services.publishing import entry_of
from scheduler.dates.spans import DateSpan
from scheduler.observances.models import Edition, Observance
from scheduler.observances.services.catalogue import (
    RowOutcome,
    RowReport,
    import_catalogue,
    load_shipped_catalogue,
    plan_import,
)
from scheduler.observances.services.edition_edits import EditionDays, EditionTexts, describe_edition, set_days
from tests.fakes import Follower
from tests.observances.catalogues import ANNOUNCED, DAY, csv_of

FindEdition = Callable[[Observance, str], Edition]
MOVED_RULE = DAY | {"rrule": "FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=2"}


def outcomes(rows: tuple[RowReport, ...]) -> dict[str, RowOutcome]:
    return {row.slug: row.outcome for row in rows}


def test_import_adds_changes_and_leaves_alone(session: Session, context: ChangeContext) -> None:
    import_catalogue(session, csv_of(DAY, ANNOUNCED), context)

    new = DAY | {"slug": "labour-day", "name": "Labour Day"}
    report = import_catalogue(session, csv_of(MOVED_RULE, ANNOUNCED, new), context)

    assert outcomes(report.rows) == {
        "world-day-against-trafficking": RowOutcome.CHANGED,
        "safer-internet-day": RowOutcome.UNCHANGED,
        "labour-day": RowOutcome.ADDED,
    }
    assert report.rows[0].columns == ("rule_params",)


def test_one_bad_row_stops_the_whole_import(session: Session, context: ChangeContext) -> None:
    bad = ANNOUNCED | {"country": "Philippines"}

    report = import_catalogue(session, csv_of(DAY, bad), context)

    assert [(problem.row, problem.column) for problem in report.problems] == [(3, "country")]
    assert session.scalar(select(func.count()).select_from(Observance)) == 0


def test_planning_says_the_same_as_importing_and_writes_nothing(
    session: Session, observance: Observance, context: ChangeContext
) -> None:
    planned = plan_import(session, csv_of(MOVED_RULE), context.now)
    assert observance.rule_params["day"] == 30

    done = import_catalogue(session, csv_of(MOVED_RULE), context)

    assert done == planned
    assert len(planned.rows[0].changes) == 6


def test_registered_editions_move_with_their_rule_and_keep_what_people_wrote(
    session: Session, observance: Observance, edition: FindEdition, context: ChangeContext, follower: Follower
) -> None:
    row = edition(observance, "2027")
    describe_edition(session, row, EditionTexts(theme="Our theme"), revision=1, context=context)
    notify_listeners(session)
    follower.kinds.clear()

    import_catalogue(session, csv_of(MOVED_RULE), context)

    assert (row.starts_on, row.theme, row.period) == (date(2027, 8, 2), "Our theme", "2027")
    notify_listeners(session)
    assert follower.kinds == ["moved"] * 6


def test_days_set_by_hand_stay_and_the_conflict_is_noted(
    session: Session, observance: Observance, edition: FindEdition, context: ChangeContext
) -> None:
    row = edition(observance, "2027")
    ours = DateSpan(date(2027, 7, 29), date(2027, 7, 29))
    set_days(session, row, EditionDays(span=ours, reason="Summit"), revision=1, context=context)

    report = import_catalogue(session, csv_of(MOVED_RULE), context)

    assert [change.period for change in report.rows[0].conflicts] == ["2027"]
    assert report.conflicts == 1
    assert (row.starts_on, row.rule_starts_on) == (ours.first_day, date(2027, 8, 2))
    assert row.conflict_noted_at == context.now


def test_a_date_that_a_person_announced_first_is_no_conflict(
    session: Session, announced: Observance, edition: FindEdition, context: ChangeContext
) -> None:
    row = edition(announced, "2028")
    span = DateSpan(date(2028, 2, 8), date(2028, 2, 8))
    set_days(session, row, EditionDays(span=span), revision=1, context=context)

    import_catalogue(session, csv_of(ANNOUNCED | {"dates": "2027-02-09;2028-02-08"}), context)

    assert (row.rule_starts_on, row.conflict_noted_at) == (span.first_day, None)


def test_a_date_that_is_withdrawn_leaves_the_calendar_and_is_asked_for(
    session: Session, announced: Observance, edition: FindEdition, context: ChangeContext
) -> None:
    import_catalogue(session, csv_of(ANNOUNCED | {"dates": "2026-02-10"}), context)

    row = edition(announced, "2027")
    entry, ask = entry_of(session, Source("edition", row.id)), entry_of(session, Source("edition", row.id, "ask"))
    assert entry is not None
    assert ask is not None
    assert (entry.removed_at, ask.removed_at, ask.starts_on) == (context.now, None, context.now.date())


def test_an_edition_that_the_rule_drops_is_retired_and_comes_back_with_its_uid(
    session: Session, observance: Observance, edition: FindEdition, context: ChangeContext
) -> None:
    row = edition(observance, "2025")
    entry = entry_of(session, Source("edition", row.id))
    assert entry is not None
    uid = entry.uid

    import_catalogue(session, csv_of(DAY | {"first_year": "2026"}), context)
    assert (row.retired_at, entry.removed_at) == (context.now, context.now)

    import_catalogue(session, csv_of(DAY), context)
    assert (row.retired_at, entry.removed_at, entry.uid) == (None, None, uid)


def test_an_observance_of_the_coalitions_own_is_never_touched(
    session: Session, observance: Observance, context: ChangeContext
) -> None:
    observance.in_catalogue = False

    report = import_catalogue(session, csv_of(MOVED_RULE), context)

    assert outcomes(report.rows) == {observance.slug: RowOutcome.OWN}
    assert observance.rule_params["day"] == 30


def test_a_renamed_observance_is_renamed_in_calendars(
    session: Session, observance: Observance, context: ChangeContext
) -> None:
    import_catalogue(session, csv_of(DAY | {"name": "World Day"}), context)

    assert set(session.scalars(select(Entry.own_title))) == {"World Day"}


def test_shipped_catalogue_is_loaded_once(session: Session, context: ChangeContext) -> None:
    first = load_shipped_catalogue(session, context.now)
    again = load_shipped_catalogue(session, context.now)

    assert first.counts[RowOutcome.ADDED] == 348
    assert again.rows == ()
    assert session.scalar(select(func.count()).select_from(Observance)) == 348


def test_what_a_coordinator_imports_survives_the_next_start(session: Session, context: ChangeContext) -> None:
    load_shipped_catalogue(session, context.now)
    report = plan_import(session, csv_of(ANNOUNCED), context.now)
    assert outcomes(report.rows) == {"safer-internet-day": RowOutcome.CHANGED}
    import_catalogue(session, csv_of(ANNOUNCED), context)

    load_shipped_catalogue(session, context.now)

    row = session.scalars(select(Observance).where(Observance.slug == "safer-internet-day")).one()
    assert row.rule_params["dates"] == ["2026-02-10", "2027-02-09"]
