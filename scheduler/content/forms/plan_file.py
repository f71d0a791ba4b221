"""What a file for a publishing tool is to hold; read from the address, as looking changes nothing."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, SelectField

from scheduler.content.labels import channel_name
from scheduler.content.plan_files.registry import PLAN_FILES
from scheduler.content.presenters.plan_file import ChosenPlan
from scheduler.web.fields import ChoiceField, ZoneField


class PlanFileForm(Form):
    """A tool, a channel, an organisation and a zone."""

    tool = ChoiceField(_l("Publishing tool"), choices=[])
    channel = ChoiceField(_l("Channel"), choices=[])
    organisation = SelectField(_l("Organisation"), coerce=int)
    zone = ZoneField(_l("Time zone set in the tool"))

    def __init__(
        self, arguments: Any, channels: Sequence[str], organisations: Sequence[tuple[int, str]], zone: str
    ) -> None:
        """Offer what there is; `zone` is suggested."""
        super().__init__(arguments or None)
        self.tool.choices = [(slug, one.label.render(_)) for slug, one in PLAN_FILES.items()]
        self.channel.choices = [(slug, channel_name(slug)) for slug in channels]
        self.organisation.choices = list(organisations)
        if not arguments:
            self.zone.data = zone

    def chosen(self) -> ChosenPlan:
        """Return what was chosen, after it has been validated."""
        tool, zone = PLAN_FILES[self.tool.data], self.zone.data or "UTC"
        return ChosenPlan(tool, self.channel.data, self.organisation.data, zone)
