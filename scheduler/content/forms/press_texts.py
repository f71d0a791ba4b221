"""The form of what an organisation keeps ready for press releases, and the one that asks for another language."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from wtforms import Form

from scheduler.content.domain.press_texts import MAX_PRESS_CHARS, PressPart
from scheduler.content.forms.fields import LanguageField
from scheduler.web.fields import ProseField
from scheduler.web.forms import TokenForm


class PressDetailsForm(TokenForm):
    boilerplate = ProseField(_l("Boilerplate"), max_chars=MAX_PRESS_CHARS[PressPart.BOILERPLATE])
    media_contact = ProseField(_l("Media contact"), max_chars=MAX_PRESS_CHARS[PressPart.MEDIA_CONTACT])

    def texts(self) -> Mapping[PressPart, str]:
        """Return what was typed, by part."""
        return {part: self[part.value].data for part in PressPart}


class PressLanguageForm(Form):
    language = LanguageField(_l("Language"))
