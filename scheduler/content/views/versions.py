"""The versions of an item's copy: what changed between them, and earlier copy that is used again."""

from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import current_actor, members_only
from scheduler.accounts.domain.acts import Act
from scheduler.agenda.access import context, viewer
from scheduler.agenda.services.embargo import RevealingTitleError
from scheduler.content.domain.item_text import text_from_json
from scheduler.content.domain.workflow import ActionRefusedError
from scheduler.content.forms.discussion import AcceptForm
from scheduler.content.presenters.item import item_head
from scheduler.content.presenters.versions import comparison
from scheduler.content.queries.items import version_numbered
from scheduler.content.services.item_text import save_text
from scheduler.content.views.access import item_of_tab, item_or_404, logged, require_roles
from scheduler.content.views.blueprint import blueprint
from scheduler.content.views.transitions import reasons_of
from scheduler.rows import StaleEditError
from scheduler.web.request import session


@blueprint.get("/content/<public_id>/versions")
@members_only
def versions(public_id: str) -> ResponseReturnValue:
    seen = logged(item_of_tab(public_id))
    wanted = (request.args.get("from", ""), request.args.get("to", ""))
    before, is_whole = request.args.get("before", ""), request.args.get("all") == "text"
    compared = comparison(session(), viewer(), seen, *wanted, before=before, is_whole=is_whole)
    head = item_head(session(), viewer(), current_actor(), seen)
    return render_template("content/versions.html", head=head, item=seen.item, text=seen.text, compared=compared)


@blueprint.post("/content/<public_id>/versions/<int:number>/restore")
@members_only
def restore_version(public_id: str, number: int) -> ResponseReturnValue:
    """Save the copy of an earlier version anew; pictures stay as they are, as files and consents may have gone."""
    seen = item_or_404(public_id)
    by = require_roles(seen.item)
    if not by.may(Act.WRITE):
        abort(403)
    found = version_numbered(session(), viewer(), seen.item, number) or abort(404)
    form = AcceptForm()
    if not form.validate_on_submit():
        return _not_restored(public_id, _("Not restored. Try again."))
    text = replace(text_from_json(found.text), attachments=seen.text.attachments)
    try:
        saved = save_text(session(), seen.item, text, revision=form.revision.data, by=by, context=context())
    except ActionRefusedError as error:
        return _not_restored(public_id, " ".join((_("Not restored."), *reasons_of(error))))
    except RevealingTitleError:
        return _not_restored(public_id, _("Not restored: the placeholder title would give its title away."))
    except StaleEditError:
        return _not_restored(
            public_id, _("Not restored: this was changed in the meantime. Look at it, then try again.")
        )
    done = saved.number
    session().commit()
    flash(_("Copy of version %(old)s restored as version %(new)s.", old=number, new=done), "success")
    return redirect(url_for("content.show", public_id=public_id), 303)


def _not_restored(public_id: str, message: str) -> ResponseReturnValue:
    session().rollback()
    flash(message, "error")
    return redirect(url_for("content.versions", public_id=public_id), 303)
