"""What groups of people are called."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from scheduler.mailings.domain.groups import Group

GROUP_LABELS: Mapping[Group, LazyString] = {
    Group.OWNERS: _l("Owners of content that is published on the day"),
    Group.UNSIGNED: _l("Everyone who can give a sign-off that is still open"),
    Group.PARTICIPANTS: _l("Leads of participating organisations"),
    Group.FOLLOWERS: _l("Leads who follow the observance"),
}
