"""The blueprint of all pages of content, and what their templates may call."""

from collections.abc import Iterable, Sequence

from flask import Blueprint
from markupsafe import Markup

from scheduler.content import labels, messages
from scheduler.content.domain.item_parts import item_path, parts_elsewhere
from scheduler.content.domain.item_text import ItemText, has_main_text, has_text
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.markdown import render_html
from scheduler.content.domain.marked_copy import with_marks
from scheduler.content.domain.post_text import call_markdown
from scheduler.content.domain.quotes import attribution, quoted
from scheduler.content.domain.release import dated, end_mark
from scheduler.content.domain.text_diff import Segment
from scheduler.content.domain.threads import parts

blueprint = Blueprint("content", __name__)

for _name in (
    "kind_label",
    "state_label",
    "action_label",
    "field_label",
    "target_label",
    "channel_name",
    "place_name",
    "reading_length",
    "reading_level_label",
    "script_length",
    "export_formats",
    "insert_label",
):
    blueprint.add_app_template_global(getattr(labels, _name), f"content_{_name}")
for _name in ("refusal_message", "blocker_message", "unit_label", "over_limit_message", "remark_message"):
    blueprint.add_app_template_global(getattr(messages, _name), f"content_{_name}")
blueprint.add_app_template_global(parts_elsewhere, "content_item_parts")
blueprint.add_app_template_global(item_path, "content_item_path")
blueprint.add_app_template_filter(call_markdown, "content_call")
blueprint.add_app_template_filter(lambda quote: quoted(quote.text), "content_quoted")
blueprint.add_app_template_filter(attribution, "content_attribution")
blueprint.add_app_template_filter(has_text, "content_has_text")
blueprint.add_app_template_filter(has_main_text, "content_has_main_text")
blueprint.add_app_template_filter(end_mark, "content_end_mark")


@blueprint.app_template_filter("content_parts")
def content_parts(text: ItemText, kind: str) -> tuple[str, ...]:
    """Return the text as Markdown: each post of a thread, or all in one."""
    return parts(dated(text)) if Kind(kind) is Kind.POST else (dated(text),)


@blueprint.app_template_filter("content_html")
def content_html(text: str, heading_offset: int = 2) -> Markup:
    """Return Markdown as HTML that was made safe; headings start below the page's own and its sections'."""
    return Markup(render_html(text, heading_offset=heading_offset))  # noqa: S704 - render_html lets only safe markup through


@blueprint.app_template_filter("content_marked")
def content_marked(markup: Markup, names: Sequence[str]) -> Markup:
    """Return the HTML of copy with its passages marked; `names` are those of the copy with signs."""
    return Markup(with_marks(str(markup), names))  # noqa: S704 - HTML that a template has made, and marks in it


@blueprint.app_template_filter("content_pairs")
def content_pairs(segments: Iterable[Segment]) -> list[tuple[str, str]]:
    """Return the segments of a comparison as the macro for differences takes them."""
    return [(segment.change.value, segment.text) for segment in segments]
