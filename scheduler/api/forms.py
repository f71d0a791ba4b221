"""The form that makes a token."""

from flask_babel import lazy_gettext as _l

from scheduler.accounts.forms.fields import NameField
from scheduler.agenda.kind_labels import KIND_NAMES
from scheduler.api.domain.scopes import DAYS, USUAL_DAYS, Scope
from scheduler.api.labels import DAYS_LABELS, SCOPE_LABELS
from scheduler.api.models import NAME_CHARS
from scheduler.api.services.tokens import TokenDraft
from scheduler.web.fields import ChecksField, RadiosField
from scheduler.web.forms import TokenForm


class ApiTokenForm(TokenForm):
    """What a token is called, what it lets a program read, and for how long."""

    name = NameField(_l("Name"), max_chars=NAME_CHARS, required=True)
    scope = RadiosField(_l("Access"), choices=list(SCOPE_LABELS.items()), default=Scope.PUBLIC.value)
    kind = ChecksField(_l("Only these types"), choices=[(kind.value, name) for kind, name in KIND_NAMES.items()])
    days = RadiosField(
        _l("Expires after"), choices=[(str(days), DAYS_LABELS[days]) for days in DAYS], default=str(USUAL_DAYS)
    )

    def draft(self, person_id: int) -> TokenDraft:
        """Return the token that the person asks for."""
        return TokenDraft(person_id, self.name.data, Scope(self.scope.data), tuple(self.kind.data), int(self.days.data))
