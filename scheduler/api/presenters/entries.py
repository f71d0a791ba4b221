"""An entry as programs read it: what its readers see, the same that feeds hold."""

from scheduler.agenda.reading import EntryView

Shown = dict[str, object]


def shown_entry(view: EntryView, base_url: str) -> Shown:
    """Return what `EntrySchema` writes of an entry; a placeholder has no topics, as in feeds."""
    return {
        "uid": view.uid,
        "title": view.title,
        "kind": view.kind,
        "status": view.status,
        "first_day": view.first_day,
        "last_day": view.last_day,
        "starts_at": view.starts_at,
        "ends_at": view.ends_at,
        "zone": view.zone if view.starts_at is not None else None,
        "description": view.description,
        "location": view.location,
        "label": view.label,
        "topics": [] if view.concealed else list(view.topics),
        "link": base_url + view.path if view.path else None,
    }
