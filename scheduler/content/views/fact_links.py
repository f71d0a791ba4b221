"""Links passages of an item's copy to facts, and unlinks them."""

from collections.abc import Sequence

from flask import abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import members_only
from scheduler.accounts.domain.acts import Act
from scheduler.agenda.access import context
from scheduler.content.domain.anchors import NoPassageError, RepeatedPassageError
from scheduler.content.domain.workflow import ItemRoles
from scheduler.content.forms.fact_links import FactLinkForm
from scheduler.content.models import Item
from scheduler.content.presenters.facts import copies, part_choices
from scheduler.content.services.fact_links import TooManyLinksError, UnusableFactError, link_fact, unlink_fact
from scheduler.content.views.access import item_or_404, item_text_logged, require_roles
from scheduler.content.views.blueprint import blueprint
from scheduler.content.views.page_context import redirect_to_item
from scheduler.facts.labels import source_label
from scheduler.facts.models import Fact
from scheduler.facts.reading import facts_page
from scheduler.web.request import session
from scheduler.web.searching import searched_text

MOST_FACTS = 300


@blueprint.route("/content/<public_id>/facts/link", methods=["GET", "POST"])
@members_only
def link_a_fact(public_id: str) -> ResponseReturnValue:
    seen = item_text_logged(public_id)
    by = _writer(seen.item)
    text = searched_text(request.args)
    facts = facts_page(session(), text, 1, per_page=MOST_FACTS, in_use=True)
    form = FactLinkForm(facts=_choices(facts.items), parts=part_choices(seen.text))
    shown = {"form": form, "seen": seen, "text": text, "has_more": facts.total > MOST_FACTS}
    shown["copies"] = copies(seen.text)
    if not form.validate_on_submit():
        return render_template("content/link_fact.html", **shown), 422 if form.is_submitted() else 200
    try:
        link_fact(session(), seen.item, form.draft(), by=by, context=context())
    except (UnusableFactError, NoPassageError, RepeatedPassageError, TooManyLinksError) as error:
        _explain(form, error)
        return render_template("content/link_fact.html", **shown), 422
    session().commit()
    flash(_("Linked. When the fact changes, this copy is to be checked."), "success")
    return redirect_to_item(public_id, "facts")


@blueprint.post("/content/<public_id>/facts/<address>/unlink")
@members_only
def unlink_a_fact(public_id: str, address: str) -> ResponseReturnValue:
    seen = item_or_404(public_id)
    unlink_fact(session(), seen.item, address, by=_writer(seen.item), context=context())
    session().commit()
    flash(_("Unlinked. The copy stays as it is."), "success")
    return redirect_to_item(public_id, "facts")


def _writer(item: Item) -> ItemRoles:
    by = require_roles(item)
    if not by.may(Act.WRITE):
        abort(403)
    return by


def _choices(facts: Sequence[Fact]) -> list[tuple[int, str]]:
    return [(fact.id, f"{fact.statement} ({source_label(fact.source_name, fact.source_date)})") for fact in facts]


def _explain(form: FactLinkForm, error: ValueError) -> None:
    match error:
        case UnusableFactError():
            form.fact_id.errors = [_("This fact has been retired. Choose another one.")]
        case RepeatedPassageError():
            message = _("The copy has this more than once. Paste more of the sentence, or choose the place.")
            form.passage.errors = [message]
        case TooManyLinksError():
            form.form_errors.append(_("This copy has as many linked facts as it can have. Unlink one first."))
        case _:
            message = _("The copy does not have this. Save the copy first, then paste whole words exactly from it.")
            form.passage.errors = [message]
