"""Pages on which Word files of releases become items: choose files, look at the parts that were found, import."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from scheduler.accounts.access import alone, members_only, require_person
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import context, viewer
from scheduler.agenda.services.embargo import PastLiftError
from scheduler.content.domain.errors import NotYoursError
from scheduler.content.domain.import_settings import same_text
from scheduler.content.forms.releases import ReleaseFilesForm, ReleaseForm, ReleasesForm, shown_release
from scheduler.content.models import ReleaseImport
from scheduler.content.presenters.choices import Choices
from scheduler.content.presenters.releases import ReleaseCard, guessed_owner, release_cards
from scheduler.content.queries.item_list import releases_of, titles_between
from scheduler.content.services.imports import RowsRefusedError, discard
from scheduler.content.services.release_imports import import_releases, keep_releases
from scheduler.content.services.release_reading import from_json, read_releases
from scheduler.content.views.blueprint import blueprint
from scheduler.content.views.imports import imported_already, require_own
from scheduler.office_files import UnreadableError
from scheduler.rows import lock_row
from scheduler.web.compression import keep_plain
from scheduler.web.request import now, session


@blueprint.route("/content/import/releases", methods=["GET", "POST"])
@members_only
def new_release_import() -> ResponseReturnValue:
    require_own()
    form = ReleaseFilesForm()
    if not form.validate_on_submit():
        return _upload_page(form, 422 if form.is_submitted() else 200)
    try:
        releases = read_releases(form.contents())
    except UnreadableError as error:
        form.files.errors = [error.message.render(_)]
        return _upload_page(form, 422)
    if not any(one.found for one in releases):
        form.files.errors = [f"{one.name}: {one.error.render(_)}" for one in releases if one.error]
        return _upload_page(form, 422)
    kept = keep_releases(session(), releases, require_person().id, now(), form_id=form.form_id.data)
    address = kept.address
    session().commit()
    return redirect(url_for("content.release_preview", address=address), 303)


@blueprint.get("/content/import/releases/<address>")
@members_only
def release_preview(address: str) -> ResponseReturnValue:
    choices, upload = require_own(), _upload_or_404(address)
    if upload.imported_at is not None:
        return imported_already()
    cards = _cards(upload)
    form = ReleasesForm(choices, formdata=None)
    for card in cards:
        if card.found is not None:
            shown = shown_release(card.found, *guessed_owner(card.found, choices, require_person().id))
            one = ReleaseForm(card.number, choices, now(), data={**shown, "is_chosen": not card.is_double})
            one.show_embargo(card.found, reader_zone())
            form.releases[card.number] = one
    return _preview(upload, cards, form)


@blueprint.post("/content/import/releases/<address>")
@members_only
@alone
def run_release_import(address: str) -> ResponseReturnValue:
    choices, upload = require_own(), _upload_or_404(address)
    lock_row(session(), ReleaseImport, upload.id)
    if upload.imported_at is not None:
        session().rollback()
        return imported_already()
    cards, form = _cards(upload), _sent_form(upload, choices)
    if not form.validate_on_submit():
        return _preview(upload, cards, form, 422)
    try:
        done = import_releases(session(), upload, [one.planned(form) for one in form.chosen], context())
    except (NotYoursError, PastLiftError, RowsRefusedError) as error:
        session().rollback()
        form.form_errors[:] = [_why(error)]
        return _preview(_upload_or_404(address), cards, form, 422)
    session().commit()
    imported = ngettext("%(num)s release imported.", "%(num)s releases imported.", done)
    flash(f"{imported} {_('You can undo this for a day.')}", "success")
    return redirect(url_for("content.index"), 303)


@blueprint.post("/content/import/releases/<address>/discard")
@members_only
def discard_releases(address: str) -> ResponseReturnValue:
    discard(session(), _upload_or_404(address))
    session().commit()
    flash(_("Nothing was imported, and the files are deleted."), "success")
    return redirect(url_for("content.index"), 303)


def _upload_or_404(address: str) -> ReleaseImport:
    return releases_of(session(), address, require_person().id) or abort(404)


def _cards(upload: ReleaseImport) -> list[ReleaseCard]:
    releases = [from_json(kept) for kept in upload.files]
    days = {one.found.publish_on for one in releases if one.found} - {None}
    known = sorted(day for day in days if day is not None)
    titles = titles_between(session(), viewer(), known[0], known[-1]) if known else []
    return release_cards(releases, frozenset((same_text(title), day) for title, day in titles))


def _sent_form(upload: ReleaseImport, choices: Choices) -> ReleasesForm:
    form = ReleasesForm(choices)
    for number, kept in enumerate(upload.files):
        if kept["found"]:
            form.releases[number] = ReleaseForm(number, choices, now(), request.form)
    return form


def _preview(
    upload: ReleaseImport, cards: list[ReleaseCard], form: ReleasesForm, status: int = 200
) -> ResponseReturnValue:
    # What was uploaded may be under embargo.
    keep_plain()
    page = {"upload": upload, "cards": cards, "form": form}
    return render_template("content/releases_preview.html", **page), status


def _upload_page(form: ReleaseFilesForm, status: int) -> ResponseReturnValue:
    return render_template("content/releases.html", form=form), status


def _why(error: Exception) -> str:
    if isinstance(error, NotYoursError):
        return _("You can no longer plan content for one of the organisations.")
    return _("An embargo has ended in the meantime. Check the times, then import again.")
