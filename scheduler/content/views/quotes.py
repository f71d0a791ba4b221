"""The page on which consent to a quote is recorded."""

from typing import Any

from flask import abort, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import members_only
from scheduler.accounts.domain.acts import Act
from scheduler.agenda.access import context
from scheduler.content.domain.quotes import ConsentBasis, Quote
from scheduler.content.forms.quote_consents import QuoteConsentForm
from scheduler.content.presenters.quotes import quote_panel
from scheduler.content.presenters.withdrawn_consents import earlier_consents
from scheduler.content.press_models import ItemQuoteConsent
from scheduler.content.queries.items import Seen
from scheduler.content.queries.quotes import quote_consents
from scheduler.content.queries.withdrawn_consents import earlier_quote_consents
from scheduler.content.services.picture_status import today_of
from scheduler.content.services.quotes import QuoteGoneError, record_consent
from scheduler.content.views.access import item_text_logged, require_roles
from scheduler.content.views.blueprint import blueprint
from scheduler.content.views.page_context import redirect_to_item
from scheduler.rows import StaleEditError
from scheduler.web.forms import StaleRows, differing
from scheduler.web.request import now, session


@blueprint.route("/content/<public_id>/quotes/<int:number>/consent", methods=["GET", "POST"])
@members_only
def quote_consent(public_id: str, number: int) -> ResponseReturnValue:
    seen = item_text_logged(public_id)
    by = require_roles(seen.item)
    if not by.may(Act.WRITE):
        abort(403)
    quote = _quote(seen, number)
    form = _form(seen, quote)
    if not form.validate_on_submit():
        return _page(seen, number, form, 422 if form.is_submitted() else 200)
    try:
        is_new = record_consent(
            session(), seen.item, form.quote.data, form.draft(), revision=form.revision.data, by=by, context=context()
        )
    except (StaleEditError, QuoteGoneError):
        session().rollback()
        return _stale(public_id, number, form)
    session().commit()
    flash(_("Consent recorded.") if is_new else _("Nothing has changed."), "success")
    return redirect_to_item(public_id, "quotes")


def _quote(seen: Seen, number: int) -> Quote:
    quotes = seen.text.quotes
    return quotes[number - 1] if 0 < number <= len(quotes) else abort(404)


def _row(seen: Seen, quote: Quote) -> ItemQuoteConsent | None:
    return quote_consents(session(), seen.item, seen.text).get(quote.key)


def _form(seen: Seen, quote: Quote) -> QuoteConsentForm:
    """Return the form with what is on record."""
    row = _row(seen, quote)
    shown: dict[str, Any] = {"quote": quote.key, "revision": row.revision if row else None}
    form = QuoteConsentForm(today=today_of(session(), seen.item, now()), data=shown | _shown(row))
    form.saved_until = row.until if row else None
    form.was_withdrawn = row is not None and ConsentBasis(row.basis) is ConsentBasis.WITHDRAWN
    return form


def _shown(row: ItemQuoteConsent | None) -> dict[str, Any]:
    names = ("basis", "given_by", "scope", "until", "how", "source", "reason")
    return {name: getattr(row, name) for name in names} if row else {}


def _page(
    seen: Seen, number: int, form: QuoteConsentForm, status: int, rows: StaleRows | None = None
) -> ResponseReturnValue:
    panel = quote_panel(session(), require_roles(seen.item), seen, now())
    line = panel.lines[number - 1]
    shown = {"item": seen.item, "text": seen.text, "line": line, "form": form, "stale_rows": rows}
    rows_before = earlier_quote_consents(session(), seen.item.id, seen.text.quotes[number - 1].key)
    shown["earlier"] = earlier_consents(session(), rows_before)
    return render_template("content/quote_consent.html", **shown), status


def _stale(public_id: str, number: int, form: QuoteConsentForm) -> ResponseReturnValue:
    """Show the quote as it reads now, with what was typed beside what somebody else has recorded."""
    seen = item_text_logged(public_id)
    quote = _quote(seen, number)
    row = _row(seen, quote)
    is_same = form.quote.data == quote.key
    form.quote.data, form.revision.data = quote.key, row.revision if row else None
    if not is_same:
        form.form_errors.append(_("The quote has changed. Check that the consent is for what it says now."))
    return _page(seen, number, form, 409, differing(form, _shown(row)) if row else None)
