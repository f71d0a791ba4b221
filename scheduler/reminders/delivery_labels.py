"""What pages call the forms in which reminders and notifications come."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from scheduler.reminders.domain.choices import Delivery

DELIVERY_LABELS: Mapping[Delivery, LazyString] = {
    Delivery.OFF: _l("Off"),
    Delivery.AT_ONCE: _l("At once"),
    Delivery.DAILY: _l("Daily email"),
    Delivery.WEEKLY: _l("Weekly email"),
}
