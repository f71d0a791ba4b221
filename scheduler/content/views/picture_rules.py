"""The page on which coordinators say what every picture needs."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import coordinators_only, require_person
from scheduler.accounts.reading import coalition
from scheduler.accounts.services.organisations import Changing, require_picture_texts
from scheduler.content.forms.pictures import PictureRulesForm
from scheduler.content.views.blueprint import blueprint
from scheduler.rows import StaleEditError
from scheduler.web.request import now, session


@blueprint.route("/content/picture-rules", methods=["GET", "POST"])
@coordinators_only
def picture_rules() -> ResponseReturnValue:
    form = PictureRulesForm(obj=coalition(session()))
    if not form.validate_on_submit():
        return render_template("content/picture_rules.html", form=form), 422 if form.is_submitted() else 200
    try:
        changing = Changing(require_person().id, form.revision.data)
        require_picture_texts(session(), form.needs_picture_texts.data, changing, now())
    except StaleEditError:
        return _stale(form)
    session().commit()
    flash(_("Saved."), "success")
    return redirect(url_for("organisations.index"), 303)


def _stale(form: PictureRulesForm) -> ResponseReturnValue:
    """Show the form again, for somebody else was faster; saving once more takes what it says now."""
    session().rollback()
    row = coalition(session())
    form.revision.data = row.revision if row is not None else 0
    form.needs_picture_texts.errors = [
        _("Someone else changed the settings of the coalition. Check this, and save again.")
    ]
    return render_template("content/picture_rules.html", form=form), 409
