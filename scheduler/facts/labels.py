"""How pages name the source of a fact and its date."""

from datetime import date

from flask_babel import gettext as _

from scheduler.web.template_filters import day, month_year


def source_date_label(known: str) -> str:
    """Return the date of a source as exactly as it is known."""
    if len(known) == len("YYYY"):
        return known
    if len(known) == len("YYYY-MM"):
        return month_year(date.fromisoformat(f"{known}-01"))
    return day(date.fromisoformat(known))


def source_label(name: str, known: str) -> str:
    """Return the source of a fact with its date."""
    # Translators: the name of a source, and its date or year
    return _("%(source)s, %(date)s", source=name, date=source_date_label(known))
