"""The form that links a passage of copy to a fact."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField
from wtforms.validators import ValidationError

from scheduler.content.services.fact_links import FactLinkDraft
from scheduler.web.fields import ChoiceField, ProseField
from scheduler.web.forms import TokenForm

NO_FACT = 0


class FactLinkForm(TokenForm):
    """Which passage says which fact."""

    fact_id = SelectField(_l("Fact"), coerce=int)
    passage = ProseField(
        _l("Passage"),
        max_chars=2000,
        required=True,
        description=_l("Paste the passage of the copy that says it: whole words, and enough of them to find it again."),
    )
    part = ChoiceField(_l("Place in the copy"), default="")

    def __init__(
        self, *args: Any, facts: Sequence[tuple[int, str]], parts: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        """Make the form with the facts and the parts of the copy to choose from."""
        super().__init__(*args, **kwargs)
        self.fact_id.choices = [(NO_FACT, _("Choose one")), *facts]
        self.part.choices = [("", _("Anywhere in the copy")), *parts]

    def validate_fact_id(self, field: Field) -> None:
        """Refuse that nothing was chosen."""
        if not field.data:
            raise ValidationError(_("Choose a fact."))

    def draft(self) -> FactLinkDraft:
        """Return what was entered."""
        return FactLinkDraft(self.fact_id.data, self.passage.data, self.part.data or "")
