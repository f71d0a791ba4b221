"""What scopes and periods of tokens are called on pages."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from scheduler.api.domain.scopes import Scope

SCOPE_LABELS: dict[Scope, LazyString] = {
    Scope.PUBLIC: _l("What everyone can see"),
    Scope.OWN: _l("Everything you have access to"),
}
DAYS_LABELS: dict[int, LazyString] = {
    30: _l("30 days"),
    90: _l("90 days"),
    365: _l("One year"),
}
