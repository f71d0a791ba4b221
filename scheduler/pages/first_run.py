"""Leads the coordinator of a new coalition through its name, its organisations, its topics and its people."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from scheduler.accounts.access import alone, coordinators_only, current_actor, require_person, signed_in_only
from scheduler.accounts.domain.errors import AlreadyInvitedError, AlreadyMemberError, LimitReachedError, NameTakenError
from scheduler.accounts.limit_messages import limit_message
from scheduler.accounts.page_context import coalition_zone
from scheduler.accounts.reading import coalition, open_organisations
from scheduler.accounts.services.invitations import InvitationDraft, invite_or_join
from scheduler.accounts.services.organisation_names import claimed_names
from scheduler.accounts.services.organisations import (
    Changing,
    add_missing,
    change_coalition,
    finish_set_up,
    remember_step,
)
from scheduler.agenda.access import listeners
from scheduler.observances.services.registration import register_topics
from scheduler.pages.domain.bulk_entry import Invitee, Known, LineError, Problem, read_invitees, read_names
from scheduler.pages.first_run_forms import CoalitionForm, OrganisationsForm, PeopleForm, TopicsForm, problem_messages
from scheduler.pages.mail_log import has_mail_server
from scheduler.rows import StaleEditError
from scheduler.web.forms import TokenForm, compare
from scheduler.web.request import now, session

blueprint = Blueprint("first_run", __name__)

STEPS = (
    ("name", _l("Name")),
    ("organisations", _l("Organisations")),
    ("topics", _l("Topics")),
    ("people", _l("People")),
)


@blueprint.get("/welcome")
@signed_in_only
def arrive() -> ResponseReturnValue:
    """Where logging in leads: to the first run until it is over, else to the start page."""
    row = coalition(session())
    if not current_actor().is_coordinator or (row is not None and row.set_up_at is not None):
        return redirect("/")
    step = "name" if row is None else row.next_step or "organisations"
    return redirect(url_for(f"first_run.{step}"))


@blueprint.route("/welcome/name", methods=["GET", "POST"])
@coordinators_only
@alone
def name() -> ResponseReturnValue:
    row = coalition(session())
    form = CoalitionForm(obj=row, zone=coalition_zone())
    if not form.validate_on_submit():
        return _page("name", form)
    try:
        changing = Changing(require_person().id, form.revision.data)
        change_coalition(session(), form.name.data, form.zone.data, changing, now())
    except StaleEditError as error:
        rows = compare(form, error.current, row.revision if row else 0)
        return _page("name", form, 409, stale_rows=rows)
    return _next("organisations")


@blueprint.route("/welcome/organisations", methods=["GET", "POST"])
@coordinators_only
@alone
def organisations() -> ResponseReturnValue:
    form = OrganisationsForm()
    there = open_organisations(session())
    if not form.validate_on_submit():
        return _page("organisations", form, there=there)
    names, problems = read_names(form.names.data, [row.name for row in there], _claimed())
    # The short form of one may be the name of another: that is found while they are added, and told with the rest.
    taken = add_missing(session(), names, coalition_zone(), require_person().id, now())
    form.names.errors = problem_messages(problems) + [_taken_message(error) for error in taken]
    if not form.names.errors and not (names or there):
        form.names.errors = [_("Enter at least one organisation: people belong to organisations.")]
    if form.names.errors:
        # All or nothing.
        session().rollback()
        return _page("organisations", form, there=open_organisations(session()))
    return _next("topics")


@blueprint.route("/welcome/topics", methods=["GET", "POST"])
@coordinators_only
@alone
def topics() -> ResponseReturnValue:
    form = TopicsForm().offer()
    if not form.validate_on_submit():
        return _page("topics", form)
    count = register_topics(session(), form.topics.data, require_person().id, now(), listeners())
    flash(
        ngettext("%(num)s observance is now registered.", "%(num)s observances are now registered.", count), "success"
    )
    return _next("people")


@blueprint.route("/welcome/people", methods=["GET", "POST"])
@coordinators_only
@alone
def people() -> ResponseReturnValue:
    form = PeopleForm()
    places = {row.name: row.id for row in open_organisations(session())}
    if not form.validate_on_submit():
        return _page("people", form, places=places)
    invitees, problems = read_invitees(form.people.data, places)
    form.people.errors = problem_messages(sorted([*problems, *_invite_all(invitees)], key=lambda one: one.line))
    if form.people.errors:
        # All or nothing: what went well before the problem is undone.
        session().rollback()
        return _page("people", form, places=places)
    finish_set_up(session(), require_person().id, now())
    session().commit()
    flash(_("Your coalition is set up."), "success")
    if count := sum(invitee.email != require_person().email for invitee in invitees):
        flash(ngettext("%(num)s person has been invited.", "%(num)s people have been invited.", count), "success")
    return redirect("/", 303)


def _claimed() -> dict[str, Known]:
    return {key: Known(row.name, row.closed_at is not None) for key, row in claimed_names(session()).items()}


def _taken_message(error: NameTakenError) -> str:
    return _("“%(name)s” looks like the name of another organisation. Change it.", name=error.name)


def _invite_all(invitees: Sequence[Invitee]) -> list[Problem]:
    """Invite everybody and return what is in the way."""
    problems: list[Problem] = []
    for invitee in invitees:
        draft = InvitationDraft(email=invitee.email, organisation_id=invitee.organisation_id, role=invitee.role)
        try:
            invite_or_join(session(), draft, require_person(), now())
        except AlreadyMemberError:
            if invitee.email == require_person().email:
                # The form was sent twice, and they have joined.
                continue
            problems.append(Problem(invitee.line, LineError.THERE_ALREADY, invitee.email))
        except AlreadyInvitedError:
            # This form was sent twice, or the page is looked at again: the first invitation is good.
            continue
        except LimitReachedError as error:
            return [*problems, Problem(invitee.line, LineError.LIMIT, limit_message(error))]
    return problems


def _next(step: str) -> ResponseReturnValue:
    row = coalition(session())
    if row is not None and row.set_up_at is not None:
        session().commit()
        flash(_("Saved."), "success")
        return redirect(url_for("organisations.index"), 303)
    remember_step(session(), step)
    session().commit()
    return redirect(url_for(f"first_run.{step}"), 303)


def _page(step: str, form: TokenForm, status: int | None = None, **values: object) -> ResponseReturnValue:
    values |= {"steps": STEPS, "step": step, "acts_for_none": not current_actor().organisations}
    values |= {"has_mail_server": has_mail_server()}
    page = render_template(f"pages/first_run_{step}.html", form=form, **values)
    return page, status or (422 if form.is_submitted() else 200)
