"""Reasons why an observance or an edition cannot be changed as asked."""

from scheduler.observances.models import Edition, Observance


class NotRegisteredError(ValueError):
    """Only observances that the coalition works with have editions and a steward."""


class StaleObservanceError(ValueError):
    """Somebody else has changed the observance since the page was made; `observance` is what it says now."""

    def __init__(self, observance: Observance) -> None:
        super().__init__("the observance has changed since")
        self.observance = observance


class StaleEditionError(ValueError):
    """Somebody else has changed the edition since the page was made; `edition` is what it says now."""

    def __init__(self, edition: Edition) -> None:
        super().__init__("the edition has changed since")
        self.edition = edition
