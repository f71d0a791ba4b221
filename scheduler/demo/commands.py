"""`flask seed-demo`: fills an empty database with the demo coalition, or empties it again."""

from pathlib import Path
from typing import cast

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Coalition, Person
from scheduler.agenda.access import listeners
from scheduler.db import AppSession, Base, db, move_version, take_turns
from scheduler.demo.people import ROLES, Cast, address_of, seat
from scheduler.demo.plan import Stage, play
from scheduler.files import write_private
from scheduler.observances.services.catalogue import load_shipped_catalogue
from scheduler.web.request import now, settings

CREDENTIALS = "demo.txt"
KEPT_TABLES = frozenset({"alembic_version", "version_counter"})


@click.command("seed-demo")
@click.option("--remove", is_flag=True, help="Take the demo coalition out again, with everything added to it.")
@click.option("--if-empty", is_flag=True, help="Do nothing, and say nothing, when there are people already.")
@with_appcontext
def seed_demo(*, remove: bool, if_empty: bool) -> None:
    """Fill an empty database with a made-up coalition."""
    session = cast("AppSession", db.session)
    if remove:
        _remove(session)
        return
    # Several servers may start at once on one database.
    take_turns(session, "demo")
    if session.scalar(select(func.count()).select_from(Person)):
        if not if_empty:
            raise click.ClickException("There are people already; the demo coalition needs an empty database.")
        return
    _seed(session)


def _seed(session: AppSession) -> None:
    load_shipped_catalogue(session, now())
    cast_ = seat(session, now())
    play(Stage(session, cast_, now(), listeners(), settings().secret_key))
    session.commit()
    path = _credentials_path()
    write_private(path, _credentials(cast_).encode())
    click.echo(f"The demo coalition is ready; its passwords are in {path.name} beside the database.")


def _credentials(cast_: Cast) -> str:
    lines = ["This is the demo coalition. Log in as:"]
    lines += [f"  {address_of(role):<26} {cast_.passwords[role.key]:<36} {role.tries}" for role in ROLES]
    lines.append("Start afresh with a coalition of your own: flask seed-demo --remove")
    return "\n".join(lines) + "\n"


def _remove(session: AppSession) -> None:
    row = session.get(Coalition, 1)
    if row is None or not row.is_demo:
        raise click.ClickException("This is not the demo coalition; nothing was removed.")
    empty(session)
    load_shipped_catalogue(session, now())
    session.commit()
    _credentials_path().unlink(missing_ok=True)
    click.echo("The demo coalition is gone. Begin with: flask create-admin you@example.org")


def empty(session: Session) -> None:
    """Delete every row but the schema's own; the counter goes on, so that no feed takes the past for the present."""
    session.flush()
    for table in reversed(Base.metadata.sorted_tables):
        if table.name not in KEPT_TABLES:
            session.execute(delete(table))
    # What is kept in memory finds no row that has changed.
    move_version(session, everything=True)
    session.expire_all()


def _credentials_path() -> Path:
    return Path(current_app.instance_path) / CREDENTIALS


commands: tuple[click.Command, ...] = (seed_demo,)
