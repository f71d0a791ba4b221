"""What was typed into a search box."""

from collections.abc import Mapping

from scheduler.folding import MAX_TYPED


def searched_text(arguments: Mapping[str, str], name: str = "q") -> str:
    """Return what an address asks for, on one line."""
    return " ".join(arguments.get(name, "").replace("\x00", " ")[:MAX_TYPED].split())
