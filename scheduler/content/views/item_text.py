"""The editor of an item's text, and corrections."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import members_only
from scheduler.accounts.page_context import reader_zone
from scheduler.accounts.reading import open_organisations
from scheduler.agenda.access import context, viewer
from scheduler.agenda.services.embargo import RevealingTitleError
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.workflow import (
    WITH_LINK,
    Action,
    ActionRefusedError,
    ItemRoles,
    Refusal,
    State,
    TransitionInput,
    refusals,
)
from scheduler.content.forms.item_text import MAX_NOTE_CHARS, CorrectionForm, ItemTextForm, shown_text
from scheduler.content.forms.quotes import QuoteRows
from scheduler.content.presenters.bill_news import bill_news
from scheduler.content.presenters.checks import check_panel
from scheduler.content.presenters.correction import proposed_note
from scheduler.content.presenters.editor import EditConflict, clash, preview, votes
from scheduler.content.presenters.facts import fact_news, fact_uses
from scheduler.content.presenters.press_texts import PressTexts, press_texts
from scheduler.content.presenters.splitting import SplitProposal, split_proposal
from scheduler.content.queries.items import Seen, seen_channels
from scheduler.content.queries.picture import bills_of, facts_of
from scheduler.content.services.item_text import save_text
from scheduler.content.services.side_effects import is_joint
from scheduler.content.services.signoff_status import LoadedItem
from scheduler.content.services.transitions import correct_item
from scheduler.content.views.access import item_or_404, item_text_logged, require_roles
from scheduler.content.views.blueprint import blueprint
from scheduler.content.views.transitions import reasons_of, refused
from scheduler.dates.timezones import day_of
from scheduler.rows import StaleEditError
from scheduler.web.request import now, session


@blueprint.route("/content/<public_id>/words", methods=["GET", "POST"], endpoint="edit_text")
@members_only
def edit_text(public_id: str) -> ResponseReturnValue:
    seen = item_text_logged(public_id)
    by = require_roles(seen.item)
    if seen.item.state in WITH_LINK and request.method == "GET":
        return redirect(url_for("content.correct", public_id=public_id), 303)
    form = _form(ItemTextForm, seen)
    if _is_draft_only() or not form.validate_on_submit():
        return _editor(form, seen)
    text, revision, kept = form.text(seen.text), form.revision.data, form.reveals_nothing.data
    try:
        version = save_text(
            session(), seen.item, text, revision=revision, by=by, context=context(), reveals_nothing=kept
        )
    except StaleEditError:
        return _stale(form, seen)
    except RevealingTitleError as error:
        return _revealing(form, seen, error)
    except ActionRefusedError as error:
        return _refused(form, public_id, error)
    saved = _saved_text(seen, version.number)
    session().commit()
    flash(saved, "success")
    return redirect(url_for("content.show", public_id=public_id), 303)


@blueprint.route("/content/<public_id>/correct", methods=["GET", "POST"])
@members_only
def correct(public_id: str) -> ResponseReturnValue:
    seen = item_text_logged(public_id)
    by = require_roles(seen.item)
    form = _form(CorrectionForm, seen)
    if request.method == "GET" and (found := _no_correction(seen, by)):
        return refused(ActionRefusedError(Action.CORRECT, found), seen.item)
    if _is_draft_only() or not form.validate_on_submit():
        return _editor(form, seen)
    text, note, revision, kept = form.text(seen.text), form.note.data, form.revision.data, form.reveals_nothing.data
    try:
        correct_item(
            session(), seen.item, text, note, revision=revision, by=by, context=context(), reveals_nothing=kept
        )
    except StaleEditError:
        return _stale(form, seen)
    except RevealingTitleError as error:
        return _revealing(form, seen, error)
    except ActionRefusedError as error:
        return _refused(form, public_id, error)
    session().commit()
    flash(_("Correction saved. Everyone involved has been notified."), "success")
    return redirect(url_for("content.show", public_id=public_id), 303)


def _no_correction(seen: Seen, by: ItemRoles) -> tuple[Refusal, ...]:
    """Return why somebody may not correct the text as it is now, whatever they write."""
    filled_in = TransitionInput(
        is_joint=is_joint(LoadedItem(session(), seen.item, now())), published_link="https://x.example", note="-"
    )
    return refusals(State(seen.item.state), Action.CORRECT, by, filled_in)


def _refused(form: ItemTextForm, public_id: str, error: ActionRefusedError) -> ResponseReturnValue:
    """Say why the text cannot be saved any more, and keep what was typed."""
    reasons = reasons_of(error)
    session().rollback()
    form.form_errors.extend(reasons)
    return _editor(form, item_text_logged(public_id), 422)


def _form(form_class: type[ItemTextForm], seen: Seen) -> ItemTextForm:
    sent = request.method == "POST"
    shown = {**shown_text(seen.text), "revision": seen.item.revision, "version": str(seen.version.number)}
    form = form_class(Kind(seen.item.kind), data=None if sent else shown, saved=seen.text)
    form.organisations = [(row.id, row.name) for row in open_organisations(session())]
    if sent:
        form.read_variants(request.form, more="add" in request.form)
        form.read_quotes(request.form, request.form.get("quotes", ""))
    else:
        form.show_variants(seen.text.variants)
        form.show_quotes(QuoteRows.of(seen.text.quotes))
    return form


def _is_draft_only() -> bool:
    """Say whether the person wants to look, one more row, what is kept ready put in, or a thread, and not to save."""
    return "preview" in request.form or "split" in request.form or _is_only_filled()


def _is_only_filled() -> bool:
    """Say whether the form is only to hold more: it is shown as it was sent, whatever is wrong with it."""
    return any(name in request.form for name in ("add", "insert", "quotes"))


def _editor(
    form: ItemTextForm, seen: Seen, status: int = 0, clashed: EditConflict | None = None
) -> ResponseReturnValue:
    """Show the form, and below it what would be pasted where; nothing is saved. `status` 0 is what its fields say."""
    text = clashed.text if clashed else seen.text
    proposal: SplitProposal | None = None
    if request.method == "POST" and not status and not _is_only_filled():
        fits = form.validate()
        if fits and "split" in request.form and seen.item.kind == Kind.POST:
            seen, proposal = _split(form, seen)
        text = form.text(seen.text) if fits else text
        status = 200 if fits else 422
    return _page(form, seen, text, proposal, clashed), status or 200


def _page(
    form: ItemTextForm, seen: Seen, text: ItemText, proposal: SplitProposal | None, clashed: EditConflict | None
) -> str:
    press, insertion = _press_texts(form, seen)
    news = _news(seen) if isinstance(form, CorrectionForm) else {}
    if news and request.method == "GET" and "news" in request.args:
        form.note.data = proposed_note(**news, max_chars=MAX_NOTE_CHARS)
    return render_template(
        "content/edit_text.html",
        form=form,
        item=seen.item,
        saved=seen,
        text=text,
        preview=preview(session(), seen, text),
        checks=check_panel(session(), viewer(), seen, now(), text=text),
        votes=votes(session(), seen, text),
        clash=clashed,
        press=press,
        insertion=insertion,
        outdated=press.outdated(form.press_parts),
        split=proposal,
        is_preview="preview" in request.form or proposal is not None,
        **news,
    )


def _news(seen: Seen) -> dict[str, Any]:
    """Return what may have made published copy wrong, by the names in the template."""
    today = day_of(now(), reader_zone())
    return {
        "bill_news": bill_news(session(), seen, bills_of(session(), seen)),
        "fact_news": fact_news(seen, fact_uses(seen, facts_of(session(), seen), today), today),
    }


def _press_texts(form: ItemTextForm, seen: Seen) -> tuple[PressTexts, tuple[str, str] | None]:
    """Return what the organisations keep ready, and beside which field to say what became of a button's text."""
    press, value = press_texts(session(), seen, form.press_parts), request.form.get("insert")
    if value is None:
        return press, None
    if form.fill_press_parts(press.with_inserted(form.press_parts, value)):
        message = _("Inserted, not saved yet.")
    else:
        message = _("Nothing was inserted: it is in the field already, or no longer kept.")
    return press, (value.partition(":")[0], message)


def _split(form: ItemTextForm, seen: Seen) -> tuple[Seen, SplitProposal]:
    """Part what was typed into the posts of a thread, in the form; nobody waits meanwhile, as nothing is saved."""
    public_id, typed = seen.item.public_id, form.text(seen.text)
    slugs = [row.channel for row in seen_channels(session(), seen)]
    session().rollback()
    proposal = split_proposal(typed, slugs)
    form.show_split(proposal.text)
    return item_text_logged(public_id), proposal


def _revealing(form: ItemTextForm, seen: Seen, error: RevealingTitleError) -> ResponseReturnValue:
    """Show the form again: what outsiders see until the lift would give the new title away."""
    session().rollback()
    current = item_or_404(seen.item.public_id)
    form.refuse_title(error, current.item.guard.placeholder_title)
    return _editor(form, current, 422)


def _stale(form: ItemTextForm, seen: Seen) -> ResponseReturnValue:
    """Show both texts, put together what fits, and keep what was typed where both changed the same."""
    typed = form.text(seen.text)
    session().rollback()
    current = item_text_logged(seen.item.public_id)
    found = clash(session(), viewer(), current, typed, form.version.data)
    form.fill(found.text, current.version.number, current.item.revision)
    return _editor(form, current, 409, found)


def _saved_text(seen: Seen, number: int) -> str:
    if number == seen.version.number:
        return _("Nothing has changed, so there is no new version.")
    return _("Version %(number)s saved.", number=number)
