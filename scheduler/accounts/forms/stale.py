"""What a page shows when a save came too late."""

from scheduler.rows import StaleEditError
from scheduler.web.forms import TokenForm

StaleRows = list[tuple[str, str, str]]


def compare(form: TokenForm, error: StaleEditError, revision: int) -> StaleRows:
    """Return rows of label, what was typed and what is saved; sending the form once more will then save it."""
    form.revision.data = revision
    typed = {name: str(form[name].data or "") for name in error.current}
    return [
        (str(form[name].label.text), typed[name], saved)
        for name, saved in error.current.items()
        if typed[name] != saved
    ]
