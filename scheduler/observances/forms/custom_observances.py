"""The form of an observance that people enter by hand: its rule first, then what it is."""

import hashlib
import json
from collections.abc import Callable
from functools import cache
from types import new_class
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from typing_extensions import override
from wtforms import HiddenField, SelectField

from scheduler.accounts.forms.fields import NameField
from scheduler.agenda.topic_labels import topic_choices
from scheduler.observances.domain import validators
from scheduler.observances.domain.catalogue import CatalogueRow
from scheduler.observances.domain.editions import EditionDates, Years, compute_editions
from scheduler.observances.domain.vocabulary import Scope, Topic
from scheduler.observances.forms.editions import HashtagsField
from scheduler.observances.forms.rule_fields import RULE_FIELDS
from scheduler.observances.labels import place_label, rule_label, scope_choices
from scheduler.observances.models import Observance
from scheduler.observances.rules.fixed_date import FixedDate
from scheduler.observances.rules.protocol import Rule
from scheduler.observances.rules.registry import RULES
from scheduler.observances.rules.support.errors import RuleError
from scheduler.observances.rules.week_containing import DAYS_IN_WEEK
from scheduler.observances.services.editions import rule_of
from scheduler.web.country_names import country_choices
from scheduler.web.fields import ChecksField, LineField, ProseField, WebAddressField, needed
from scheduler.web.forms import TokenForm

DEFAULT_KIND = FixedDate.kind
YEARS_SHOWN = 10


def _countries() -> list[tuple[str, str]]:
    return [("", _("none")), *country_choices()]


class OwnForm(TokenForm):
    """What every observance says, whatever its rule; `form_for` adds the fields of a kind of rule."""

    kind = DEFAULT_KIND

    name = NameField(_l("Name"), max_chars=validators.MAX_NAME_CHARS, required=True)
    topics = ChecksField(_l("Topics"), [needed(_l("Choose at least one topic."))], choices=())
    scope = SelectField(_l("Scope"), choices=scope_choices)
    country = SelectField(_l("Country"), choices=_countries, description=_l("For a national observance."))
    first_year = LineField(
        _l("First observed"), max_chars=4, render_kw={"inputmode": "numeric"}, description=_l("The year, if known.")
    )
    organiser = LineField(_l("Organised by"), max_chars=validators.MAX_CREDIT_CHARS)
    established_by = LineField(_l("Established by"), max_chars=validators.MAX_CREDIT_CHARS)
    url = WebAddressField(_l("Official page"), max_chars=validators.MAX_URL_CHARS)
    hashtags = HashtagsField(_l("Hashtags used every year"), description=_l("Include #, separated by spaces."))
    sources = ProseField(_l("Sources"), max_chars=5000, description=_l("One URL or source per line."))
    previewed = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics.choices = topic_choices()

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        fits = bool(super().validate(extra_validators))
        checks: dict[str, Callable[[], object]] = {
            "name": lambda: validators.read_name(self.name.data),
            "first_year": self._first_year,
            "organiser": lambda: validators.read_credit(self.organiser.data),
            "established_by": lambda: validators.read_credit(self.established_by.data),
            "url": lambda: validators.read_url(self.url.data),
            "sources": self._sources,
        }
        if not self.scope.errors:
            checks["country"] = lambda: validators.check_country_fits(Scope(self.scope.data), self.country.data)
        passed = [self._check_value(name, check) for name, check in checks.items() if not self[name].errors]
        return all([fits, *passed, self._check_rule()])

    def rule(self) -> Rule:
        """Return the rule that the fields describe.

        Raises:
            RuleError: they describe none.
        """
        rule_type = RULES[self.kind]
        return rule_type.parse({name: self[name].data for name in rule_type.fields})

    def row(self) -> CatalogueRow:
        """Return what was typed, after it has been validated; its slug is empty."""
        return CatalogueRow(
            slug="",
            name=validators.read_name(self.name.data),
            scope=Scope(self.scope.data),
            country=self.country.data,
            topics=tuple(Topic(topic) for topic in self.topics.data),
            rule=self.rule(),
            first_year=self._first_year(),
            established_by=validators.read_credit(self.established_by.data),
            organiser=validators.read_credit(self.organiser.data),
            url=self.url.data,
            hashtags=self.hashtags.tags,
            sources=self._sources(),
        )

    def coming_editions(self, this_year: int) -> list[EditionDates]:
        """Return the editions of the next ten years, after the form has been validated."""
        years = Years(this_year, this_year + YEARS_SHOWN - 1)
        return compute_editions(self.rule(), self._first_year(), years, open_from=this_year)

    @property
    def is_previewed(self) -> bool:
        """Have the dates that would be saved been shown?"""
        return bool(self.previewed.data == digest(self.rule(), self._first_year()))

    def note_preview(self) -> None:
        """Remember that the dates of this rule are being shown."""
        self.previewed.data = digest(self.rule(), self._first_year())

    def _first_year(self) -> int | None:
        return validators.read_first_year(self.first_year.data or "")

    def _sources(self) -> tuple[str, ...]:
        return validators.read_sources((self.sources.data or "").replace("\n", ";"))

    def _check_value(self, name: str, check: Callable[[], object]) -> bool:
        try:
            check()
        except validators.InvalidValueError as error:
            self[name].errors = [*self[name].errors, error.message.render(_)]
            return False
        return True

    def _check_rule(self) -> bool:
        if any(self[name].errors for name in RULES[self.kind].fields):
            return False
        try:
            self.rule()
        except RuleError as error:
            self[error.field].errors = [*self[error.field].errors, error.message.render(_)]
            return False
        return True


@cache
def form_for(kind: str) -> type[OwnForm]:
    """Return the form for a kind of rule: one of RULES."""
    fields = {name: RULE_FIELDS[name]() for name in RULES[kind].fields}
    made = new_class(f"OwnForm_{kind}", (OwnForm,), {}, lambda body: body.update(fields, kind=kind))
    return cast("type[OwnForm]", made)


def defaults_of(kind: str) -> dict[str, Any]:
    """Return what the fields of a rule show before anything is typed."""
    return {"duration_days": DAYS_IN_WEEK} if kind == "week_containing" else {}


def shown_in_form(observance: Observance) -> dict[str, Any]:
    """Return what the form's fields show of a stored observance."""
    rule = rule_of(observance)
    plain = ("name", "topics", "scope", "country", "organiser", "established_by", "url", "hashtags")
    values: dict[str, Any] = {name: getattr(observance, name) for name in plain}
    values |= {"first_year": str(observance.first_year or ""), "sources": "\n".join(observance.sources)}
    values |= {"previewed": digest(rule, observance.first_year), "revision": observance.revision}
    return values | {name: _shown(value) for name, value in rule.to_params().items()}


def differences(form: OwnForm, observance: Observance) -> list[tuple[str, str, str]]:
    """Return label, what was typed and what is saved, of what differs."""
    row = form.row()
    pairs = [
        (form.name.label.text, row.name, observance.name),
        (_("When"), rule_label(row.rule), rule_label(rule_of(observance))),
        (form.topics.label.text, ", ".join(row.topics), ", ".join(observance.topics)),
        (form.scope.label.text, place_label(row.scope, row.country), place_label(observance.scope, observance.country)),
        (form.first_year.label.text, str(row.first_year or ""), str(observance.first_year or "")),
        (form.organiser.label.text, row.organiser, observance.organiser),
        (form.established_by.label.text, row.established_by, observance.established_by),
        (form.url.label.text, row.url, observance.url),
        (form.hashtags.label.text, " ".join(row.hashtags), " ".join(observance.hashtags)),
        (form.sources.label.text, "\n".join(row.sources), "\n".join(observance.sources)),
    ]
    return [(str(label), typed, saved) for label, typed, saved in pairs if typed != saved]


def digest(rule: Rule, first_year: int | None) -> str:
    """Return what names the dates that a rule gives."""
    choice = json.dumps([rule.kind, rule.to_params(), first_year], sort_keys=True)
    return hashlib.sha256(choice.encode()).hexdigest()


def known_kind(text: str) -> str:
    """Return the kind of rule that is asked for; the plainest when there is no such kind."""
    return text if text in RULES else DEFAULT_KIND


def _shown(value: str | int | list[str]) -> str | list[str]:
    return value if isinstance(value, list) else str(value)
