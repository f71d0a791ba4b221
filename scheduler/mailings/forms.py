"""The form of a message to those concerned by a campaign."""

from collections.abc import Mapping

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, ValidationError

from scheduler.mailings.domain.groups import Group
from scheduler.mailings.labels import GROUP_LABELS
from scheduler.mailings.services.sending import MailingDraft
from scheduler.web.fields import ChecksField, LineField, ProseField
from scheduler.web.forms import TokenForm

MAX_TEXT_CHARS = 3000


class MailingForm(TokenForm):
    """To whom, and what; `shown` is the fingerprint of the preview, empty before there is one."""

    group = ChecksField(_l("Recipients"))
    subject = LineField(_l("Subject"), max_chars=120, required=True)
    text = ProseField(_l("Message"), max_chars=MAX_TEXT_CHARS, required=True)
    with_replies = BooleanField(
        _l("Send replies to your email address"),
        description=_l("Recipients see it. Otherwise the email takes no replies."),
    )
    shown = HiddenField()
    concerned: Mapping[Group, frozenset[int]]

    def offer(self, concerned: Mapping[Group, frozenset[int]]) -> "MailingForm":
        """Set who can be ticked, with how many they are; return the form itself."""
        self.concerned = concerned
        self.group.choices = [
            (str(group), _("%(group)s (%(count)s)", group=GROUP_LABELS[group], count=len(people)))
            for group, people in concerned.items()
        ]
        return self

    def validate_group(self, field: Field) -> None:
        if field.errors:
            return
        if not field.data:
            raise ValidationError(_("Tick at least one."))
        if not self.people():
            raise ValidationError(_("No one else is in what you ticked. Tick another group."))

    @property
    def wants_to_send(self) -> bool:
        """Say whether the button of a preview was pressed that sends."""
        return "send" in request.form

    def people(self) -> frozenset[int]:
        """Return who is in the ticked groups."""
        return frozenset().union(*(self.concerned[Group(name)] for name in self.group.data or ()))

    def draft(self) -> MailingDraft:
        """Return what was typed, after it has been validated."""
        return MailingDraft(
            groups=tuple(group for group in Group if str(group) in self.group.data),
            subject=self.subject.data,
            text=self.text.data,
            with_replies=bool(self.with_replies.data),
            people=self.people(),
        )
