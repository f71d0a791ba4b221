"""The page that shows an item as others get it."""

from dataclasses import dataclass

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import members_only
from scheduler.accounts.reading import open_organisations, organisation_names
from scheduler.agenda.domain.visibility import GuardRules, Viewer, Visibility, is_concealed, may_list, visibility_for
from scheduler.agenda.models import Entry
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.content.models import Item
from scheduler.content.presenters.embargo import EMBARGO_GROUP, PUBLIC, viewer_like
from scheduler.content.queries.items import RedactedItem, Seen
from scheduler.content.services.calendar_entries import entry_of_item
from scheduler.content.views.access import item_text_logged
from scheduler.content.views.review_blueprint import blueprint
from scheduler.web.request import now, session

FORMERLY = "circle"
"""What addresses called the embargo group until release 0.2."""


@dataclass(frozen=True, slots=True)
class PreviewAs:
    """What one kind of viewer gets of an item: on its page, and in calendars (None when it stands in none)."""

    who: str
    visibility: Visibility
    entry: Entry | None


@blueprint.get("/<public_id>/as/<whom>")
@members_only
def seen_as(public_id: str, whom: str) -> ResponseReturnValue:
    if whom == FORMERLY:
        return redirect(url_for("content_review.seen_as", public_id=public_id, whom=EMBARGO_GROUP), 301)
    seen = item_text_logged(public_id)
    guard = guard_rules(seen.item.guard)
    previews = _previews(seen, guard, whom)
    item = seen.item
    redacted = RedactedItem(
        item.guard.placeholder_title, item.publish_on, item.publish_at, item.publish_zone, item.guard
    )
    page = {"item": item, "text": seen.text, "redacted": redacted, "others": _others(item, guard)}
    return render_template("content/preview_as.html", **page, whom=whom, previews=previews)


def _others(item: Item, guard: GuardRules) -> list[tuple[str, str]]:
    """Return as whom the item can be seen: everybody, the embargo group if there is one, and each organisation."""
    embargo_group = [(EMBARGO_GROUP, _("Embargo group"))] if is_concealed(guard) else []
    organisations = sorted(open_organisations(session()), key=lambda row: row.id != item.organisation_id)
    return [(PUBLIC, _("Everyone")), *embargo_group, *((str(row.id), row.short_name) for row in organisations)]


def _previews(seen: Seen, guard: GuardRules, whom: str) -> list[PreviewAs]:
    if whom in {PUBLIC, EMBARGO_GROUP}:
        who = _("Public (not logged in)") if whom == PUBLIC else _("Embargo group member")
        return [_preview(seen, guard, who, viewer_like(guard, whom))]
    if not (whom.isascii() and whom.isdigit() and len(whom) < 10):
        abort(404)
    name = organisation_names(session(), [int(whom)]).get(int(whom)) or abort(404)
    staff = viewer_like(guard, whom)
    editors = Viewer(None, is_member=True, organisations=staff.organisations, editor_of=staff.organisations)
    both = [
        _preview(seen, guard, _("Staff of %(organisation)s", organisation=name), staff),
        _preview(seen, guard, _("Leads and editors of %(organisation)s", organisation=name), editors),
    ]
    return both if both[0].visibility is not both[1].visibility else both[:1]


def _preview(seen: Seen, guard: GuardRules, who: str, viewer: Viewer) -> PreviewAs:
    entry = entry_of_item(session(), seen.item)
    stands = entry is not None and entry.removed_at is None and may_list(viewer, guard)
    return PreviewAs(who, visibility_for(viewer, guard, now()), entry if stands else None)
