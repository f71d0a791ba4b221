"""Forms of saved views."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from scheduler.accounts.forms.fields import NameField
from scheduler.saved_views.models import NAME_CHARS
from scheduler.web.fields import RadiosField
from scheduler.web.forms import TokenForm

MINE = "mine"


class ViewForm(TokenForm):
    """What a view is called."""

    name = NameField(_l("Name"), max_chars=NAME_CHARS, required=True)


class NewViewForm(ViewForm):
    """What a view is called, and whose it is to be."""

    whose = RadiosField(_l("Who sees it"), default=MINE)

    def offer(self, organisations: Iterable[tuple[int, str]]) -> None:
        """Fill the choices: the person alone, and each organisation whose views they keep."""
        others = [(str(ident), _("Everyone at %(organisation)s", organisation=name)) for ident, name in organisations]
        self.whose.choices = [(MINE, _("Only you")), *others]

    @property
    def organisation_id(self) -> int | None:
        """The organisation chosen; None for the person's own view."""
        return None if self.whose.data == MINE else int(self.whose.data)
