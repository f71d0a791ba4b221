"""The blueprint of what stands beside an item's text: sign-offs, reviews, comments, the embargo, who sees what."""

from flask import Blueprint

from scheduler.content import next_step_messages

blueprint = Blueprint("content_review", __name__, url_prefix="/content")

for _name in ("access_label", "cannot_sign_message", "next_step_message", "role_label"):
    blueprint.add_app_template_global(getattr(next_step_messages, _name), f"content_{_name}")
