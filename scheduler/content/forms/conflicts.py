"""What a plan that came too late says against the one saved meanwhile, as people read it."""

from collections.abc import Collection, Mapping

from scheduler.agenda.services.entry_drafts import AllDay, Timed, When
from scheduler.content.forms.choices import SHARING
from scheduler.content.forms.items import ItemPlanForm
from scheduler.content.labels import channel_name, kind_label
from scheduler.content.presenters.choices import Choices
from scheduler.content.services.item_plan import ItemPlan
from scheduler.web.template_filters import clock, day_short, zone_label

Row = tuple[str, str, str]


def plan_differences(form: ItemPlanForm, typed: ItemPlan, saved: ItemPlan, choices: Choices) -> list[Row]:
    """Return label, what was typed and what is saved, of the fields that differ."""
    yours, theirs = _texts(typed, choices), _texts(saved, choices)
    return [
        (str(form[name].label.text), yours[name], theirs[name])
        for name in yours
        if name in form and yours[name] != theirs[name]
    ]


def _texts(plan: ItemPlan, choices: Choices) -> dict[str, str]:
    people, organisations = dict(choices.people), dict(choices.organisations)
    return {
        "kind": kind_label(plan.kind),
        "organisation_id": organisations.get(plan.organisation_id, ""),
        "owner_id": people.get(plan.owner_id or 0, "–"),
        "campaign_id": dict(choices.campaigns).get(choices.campaign_called(plan.campaign_id), "–"),
        "publish": when_text(plan.when),
        "channels": ", ".join(channel_name(slug) for slug in plan.channels),
        "with_whom": str(dict(SHARING)[plan.sharing.with_whom]),
        "people": _names(people, plan.sharing.people),
        "public_when_published": "✓" if plan.public_when_published else "–",
        "signatories": _names(organisations, plan.signatories),
        "signoff_due_on": day_short(plan.signoff_due_on) if plan.signoff_due_on else "–",
        "bills": _names(dict(choices.bills), plan.bills),
        "outlet": plan.outlet,
        "exclusive": when_text(plan.exclusive),
        "outside_link": plan.outside_link,
    }


def when_text(when: When | None) -> str:
    """Return a day, or a time with its zone, in one line."""
    if isinstance(when, Timed):
        zone = f" ({zone_label(when.zone, when.at)})" if when.at else ""
        return f"{day_short(when.local_start)}, {clock(when.local_start)}{zone}"
    return day_short(when.first_day) if isinstance(when, AllDay) else "–"


def _names(known: Mapping[int, str], ids: Collection[int]) -> str:
    return ", ".join(known.get(ident, "…") for ident in sorted(ids)) or "–"
