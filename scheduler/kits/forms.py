"""The form of a kit."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, ValidationError

from scheduler.kits.models import Kit
from scheduler.kits.services.kits import MAX_LINKS, KitDraft
from scheduler.kits.services.offers import Offers
from scheduler.web.fields import ChecksField, DayField, LineField, ProseField, RadiosField
from scheduler.web.forms import TokenForm

MAX_PARTNER_CHARS = 120
MAX_ITEMS = 60
"""How many items are ticked at most: each opening of a link reads them all, and needs no account."""
LONGEST = timedelta(days=730)
USUAL = timedelta(days=60)
ONE, ALL = "one", "all"


class KitForm(TokenForm):
    """What partners get, until when, and who gets a link."""

    title = LineField(_l("Title"), max_chars=160, required=True)
    introduction = ProseField(
        _l("Introduction"),
        max_chars=5000,
        description=_l("Partners see title and introduction once everything is open."),
    )
    item = ChecksField(_l("Content"))
    sharing = RadiosField(
        _l("Posts for each partner"),
        choices=[
            (ONE, _l("One post for each network: partners get different ones, as far as there are several")),
            (ALL, _l("All posts")),
        ],
        default=ONE,
        description=_l("Networks show posts less that many accounts share word for word."),
    )
    expires_on = DayField(_l("Last day"), required=True, description=_l("The links close at the end of this day."))
    partners = ProseField(
        _l("Partners"),
        max_chars=MAX_LINKS * (MAX_PARTNER_CHARS + 1),
        description=_l("Names, one a line. Each gets a link of its own, so that you can withdraw it alone."),
    )
    today: date

    def offer(self, choices: Sequence[tuple[str, str]], today: date, kit: Kit | None = None) -> "KitForm":
        """Set what can be ticked, and from which day it may last; return the form itself."""
        self.item.choices = list(choices)
        # A kit that has expired may be changed without lasting longer.
        self.today = min(today, kit.expires_on) if kit is not None else today
        if kit is None and not self.is_submitted():
            self.expires_on.data = today + USUAL
        return self

    def validate_item(self, field: Field) -> None:
        if not field.data and not field.errors:
            raise ValidationError(_("Tick at least one."))
        if len(field.data or ()) > MAX_ITEMS:
            raise ValidationError(
                _("A kit holds at most %(most)s items. Make another kit for the others.", most=MAX_ITEMS)
            )

    def validate_expires_on(self, field: Field) -> None:
        if field.data is not None and not self.today <= field.data <= self.today + LONGEST:
            raise ValidationError(_("Choose a day from today to two years ahead."))

    def validate_partners(self, _field: Field) -> None:
        long = next((name for name in self.names() if len(name) > MAX_PARTNER_CHARS), None)
        if long is not None:
            raise ValidationError(
                _("“%(name)s…” is longer than %(most)s characters.", name=long[:40], most=MAX_PARTNER_CHARS)
            )
        if len(self.names()) > MAX_LINKS:
            raise ValidationError(too_many_links())

    def names(self) -> tuple[str, ...]:
        """Return the partners that were typed, each once."""
        lines = (" ".join(line.split()) for line in (self.partners.data or "").split("\n"))
        return tuple(dict.fromkeys(line for line in lines if line))

    def draft(self, offers: Offers) -> KitDraft:
        """Return what was typed, after it has been validated."""
        return KitDraft(
            title=self.title.data,
            introduction=self.introduction.data,
            is_dealt=self.sharing.data == ONE,
            expires_on=self.expires_on.data or self.today,
            items=offers.ids_of(self.item.data or ()),
            partners=self.names(),
        )

    @staticmethod
    def shown(kit: Kit, offers: Offers) -> dict[str, Any]:
        """Return what the fields show of a saved kit."""
        return {
            "title": kit.title,
            "introduction": kit.introduction,
            "item": [seen.item.public_id for seen in offers.items if seen.item.id in offers.chosen],
            "sharing": ONE if kit.is_dealt else ALL,
            "expires_on": kit.expires_on,
            "revision": kit.revision,
        }


def too_many_links() -> str:
    """Return that a kit gets no more links."""
    return _(
        "A kit has at most %(most)s links, withdrawn ones included. Make another kit for the others.", most=MAX_LINKS
    )
