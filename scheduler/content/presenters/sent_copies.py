"""Who was sent an item's copy, for the page of the item and as a table, and what they do not know yet."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.domain.acts import Act
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.agenda.domain.visibility import Viewer
from scheduler.content.domain.sent_copies import NO_END, UNKNOWN, Outdated, moment_of, outdated
from scheduler.content.models import SentCopy
from scheduler.content.permissions import roles
from scheduler.content.queries.items import Seen
from scheduler.content.queries.sent_copies import sent_copies
from scheduler.content.services.sent_news import is_for_press, known_by, known_of
from scheduler.web.csv_cells import table

OUTDATED_LABELS = {
    Outdated.EMBARGO: _l("embargo"),
    Outdated.TEXT: _l("copy"),
    Outdated.STATUS: _l("status"),
}


@dataclass(frozen=True, slots=True)
class SentLine:
    """One entry; `news` is what the recipient does not know yet, `remover` is empty while it stands."""

    row: SentCopy
    sender: str
    informer: str
    remover: str
    news: tuple[Outdated, ...]

    @property
    def knows_no_end(self) -> bool:
        """Say whether the recipient knows of an embargo with no end date."""
        return self.row.known_embargo == NO_END

    @property
    def may_know_other(self) -> bool:
        """Say whether the embargo may have been another one when the copy went out, before it was entered."""
        return self.row.known_embargo == UNKNOWN

    @property
    def known_until(self) -> datetime | None:
        """Return until when it is under embargo as far as the recipient knows; None for no moment."""
        return moment_of(self.row.known_embargo)


@dataclass(frozen=True, slots=True)
class SentPanel:
    """Who was sent an item's copy, as somebody may know it; `mark` is what `confirm_informed` takes."""

    lines: tuple[SentLine, ...]
    removed: tuple[SentLine, ...]
    may_record: bool
    mark: str

    @property
    def uninformed(self) -> tuple[SentLine, ...]:
        """Return the recipients who do not know all."""
        return tuple(line for line in self.lines if line.news)

    @property
    def news(self) -> tuple[Outdated, ...]:
        """Return what any of them does not know yet."""
        found = {what for line in self.lines for what in line.news}
        return tuple(what for what in Outdated if what in found)


def sent_panel(
    session: Session, viewer: Viewer, actor_roles: ActorRoles, seen: Seen, now: datetime
) -> SentPanel | None:
    """Return who was sent the copy of an item; None for kinds that the press does not get, and where nothing shows."""
    if not is_for_press(seen.item):
        return None
    is_writer = roles(actor_roles, seen.item).may(Act.WRITE)
    rows = sent_copies(session, viewer, seen.item, is_writer=is_writer) if seen.item.was_sent else ()
    if not rows and not is_writer:
        return None
    holds = known_of(seen.item, seen.item.guard, seen.version.text_hash)
    people = names_with_organisations(session, set(_people(rows))) if rows else {}
    lines = [
        SentLine(
            row,
            people.get(row.person_id, ""),
            people.get(row.informed_by or 0, ""),
            people.get(row.removed_by or 0, ""),
            () if row.removed_at else outdated(known_by(row), holds, now),
        )
        for row in rows
    ]
    standing = tuple(line for line in lines if line.row.removed_at is None)
    mark = holds.mark(line.row.id for line in standing)
    return SentPanel(standing, tuple(line for line in lines if line.row.removed_at), is_writer, mark)


def sent_csv(lines: Sequence[SentLine]) -> str:
    """Return the entries as a table, times in UTC."""
    head = (_("Outlet or journalist"), _("Sent (UTC)"), _("Sent by"), _("Version"), _("Under embargo until (UTC)"))
    return table([(*head, _("Informed (UTC)"), _("Does not know yet: new")), *(_cells(line) for line in lines)])


def _people(rows: Iterable[SentCopy]) -> Iterator[int]:
    for row in rows:
        yield from (who for who in (row.person_id, row.informed_by, row.removed_by) if who is not None)


def _cells(line: SentLine) -> Iterator[str]:
    row = line.row
    until = _moment(row.embargo_at) or (_("no end date recorded") if row.had_embargo else "")
    yield from (row.recipient, _moment(row.sent_at), line.sender, str(row.version_number), until)
    yield from (_moment(row.informed_at), ", ".join(str(OUTDATED_LABELS[what]) for what in line.news))


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at is not None else ""
