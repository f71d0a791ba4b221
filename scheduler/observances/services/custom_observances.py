"""Observances that people enter by hand, and changes to them."""

from dataclasses import replace

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.observances.domain.catalogue import CatalogueRow
from scheduler.observances.domain.edition_changes import EditionChange
from scheduler.observances.domain.slugs import slug_of
from scheduler.observances.models import Observance
from scheduler.observances.queries.observances import slugs
from scheduler.observances.services.catalogue_columns import changed_plan, write_catalogue_columns
from scheduler.observances.services.editions import refresh_editions
from scheduler.observances.services.locking import lock
from scheduler.observances.services.registration import disambiguate_titles, register
from scheduler.rows import Sent, StaleEditError, once_by_form, write_alone


class NotOwnError(ValueError):
    """The values of the catalogue are changed by importing a catalogue, not by hand."""


def create_own(session: Session, row: CatalogueRow, *, form_id: str, context: ChangeContext) -> Observance:
    """Add an observance that the catalogue does not have, and register it; the same form sent twice adds it once.

    Args:
        session: a session that may write.
        row: what it says; the slug is made from the name, whatever the row has.
        form_id: names the filling-in of the form.
        context: who does it, and when.
    """
    # Alone, as no row keeps others from taking the same slug at this moment.
    write_alone(session)
    sent = Sent(form_id, context.actor_id, (row.rule.kind, row))
    return once_by_form(session, Observance, sent, lambda key: _new(session, row, key, context))


def change_own(
    session: Session, observance: Observance, row: CatalogueRow, *, revision: int | None, context: ChangeContext
) -> list[EditionChange]:
    """Change what an observance says; its slug stays. Saying again what is said already changes nothing.

    Returns:
        What became of the days of its editions; conflicts with days that a person has set are marked there.

    Raises:
        NotOwnError: it belongs to the catalogue.
        StaleEditError: somebody else changed it in the meantime.
    """
    if observance.in_catalogue:
        raise NotOwnError
    lock(session, observance)
    if not changed_plan(observance, row):
        return []
    if revision != observance.revision:
        raise StaleEditError
    was_called = observance.name
    write_catalogue_columns(observance, row)
    observance.revision += 1
    record(
        session,
        AuditAct.OBSERVANCE_CHANGED,
        (SubjectKind.OBSERVANCE, observance.id),
        actor_id=context.actor_id,
        now=context.now,
    )
    if observance.registered_at is None:
        return []
    changes = refresh_editions(session, [observance], context).get(observance.id, [])
    if observance.name != was_called:
        disambiguate_titles(session, [observance], context, also_called=(was_called,))
    return changes


def _new(session: Session, row: CatalogueRow, form_id: str | None, context: ChangeContext) -> Observance:
    slug = slug_of(row.name, slugs(session))
    observance = Observance(slug=slug, form_id=form_id, created_at=context.now, in_catalogue=False, revision=1)
    write_catalogue_columns(observance, replace(row, slug=slug))
    session.add(observance)
    session.flush()
    record(
        session,
        AuditAct.OBSERVANCE_CREATED,
        (SubjectKind.OBSERVANCE, observance.id),
        actor_id=context.actor_id,
        now=context.now,
    )
    register(session, observance, context)
    return observance
