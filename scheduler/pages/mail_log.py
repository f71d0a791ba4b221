"""What the delivery log shows: everybody's messages, without addresses and without text that is kept back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, cast

from flask import current_app

from scheduler.accounts.services.naming import names_with_organisations
from scheduler.agenda.domain.visibility import Viewer
from scheduler.db import AppSession
from scheduler.outbox.holding import held_count
from scheduler.outbox.models import MAIL, MessageState, Stream
from scheduler.outbox.reading import LogFilter, LogRow, is_mail, is_name, last_heartbeat, named, recent
from scheduler.pages.readiness import is_recent
from scheduler.reminders.reading import LogLine, may_know, with_entries

PER_PAGE = 50
FAILURES_SHOWN = 5
FAILED_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class LogQuery:
    """What a coordinator asks the log for; an empty string asks for all."""

    state: str = ""
    stream: str = ""
    before: str = ""

    @classmethod
    def parse(cls, arguments: Mapping[str, str]) -> "LogQuery":
        """Read it from an address; what makes no sense asks for all."""
        state, stream, before = (arguments.get(name, "") for name in ("state", "stream", "before"))
        return cls(
            state=state if state in set(MessageState) else "",
            stream=stream if stream in set(MAIL) else "",
            before=before if is_name(before) else "",
        )

    def arguments(self) -> dict[str, Any]:
        """Return what an address carries of it, besides the place in the list."""
        return {name: value for name, value in (("state", self.state), ("stream", self.stream)) if value}

    def filter(self) -> LogFilter:
        """Return it as the outbox reads it."""
        return LogFilter(
            states=frozenset({MessageState(self.state)}) if self.state else frozenset(),
            streams=frozenset({Stream(self.stream)}) if self.stream else frozenset(),
            before=self.before,
        )


@dataclass(frozen=True, slots=True)
class MailLog:
    """One page of the log; `older` is where the next one begins. Titles are those that the reader may see now."""

    lines: Sequence[LogLine]
    people: Mapping[int, str]
    older: str


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """When worker and mail server last showed that they can work, and whether that is recent enough."""

    worker_at: datetime | None
    mail_at: datetime | None
    worker_lives: bool
    mail_works: bool


def mail_log(session: AppSession, viewer: Viewer, query: LogQuery) -> MailLog:
    """Return what was queued last of what the reader may know of; the number of queries does not grow with it."""
    rows = recent(session, query.filter(), PER_PAGE + 1, may_know(viewer), is_mail())
    shown = rows[:PER_PAGE]
    people = names_with_organisations(session, {row.person_id for row in shown if row.person_id is not None})
    return MailLog(with_entries(session, viewer, shown), people, shown[-1].name if len(rows) > PER_PAGE else "")


def message_named(session: AppSession, viewer: Viewer, name: str) -> LogRow | None:
    """Return a message of the log by its name, if the reader may know of it."""
    return named(session, name, may_know(viewer), is_mail())


def held_mail(session: AppSession, viewer: Viewer) -> int:
    """Return how many emails that the reader may know of are held since a restore."""
    return held_count(session, may_know(viewer))


def pulse(session: AppSession, now: datetime) -> Heartbeat:
    """Return whether worker and mail server live; the worker speaks for both, every half minute."""
    worker_at, mail_at = last_heartbeat(session, "worker"), last_heartbeat(session, "mail")
    return Heartbeat(worker_at, mail_at, is_recent(worker_at, now), is_recent(mail_at, now))


class MailSettings(Protocol):
    """The setting that says whether mail leaves at all."""

    @property
    def smtp_url(self) -> str | None: ...


def has_mail_server() -> bool:
    """Say whether mail leaves at all."""
    return cast("MailSettings", current_app.extensions["scheduler.settings"]).smtp_url is not None


@dataclass(frozen=True, slots=True)
class MailTrouble:
    """What is wrong with mail: whether worker or mail server fail, what is held, and what failed last."""

    worker_fails: bool
    server_fails: bool
    held: int
    failed: Sequence[LogLine]
    people: Mapping[int, str]

    @property
    def is_none(self) -> bool:
        """Is all mail in order?"""
        return not (self.worker_fails or self.server_fails or self.held or self.failed)


def mail_trouble(session: AppSession, viewer: Viewer, now: datetime) -> MailTrouble:
    """Return what is wrong with mail, of what the reader may know of; failures of the last 30 days, a few of them."""
    log = mail_log(session, viewer, LogQuery(state=MessageState.FAILED))
    failed = [line for line in log.lines if line.row.created_at > now - FAILED_FOR][:FAILURES_SHOWN]
    lives = pulse(session, now)
    server_fails = has_mail_server() and lives.worker_lives and not lives.mail_works
    return MailTrouble(not lives.worker_lives, server_fails, held_mail(session, viewer), failed, log.people)
