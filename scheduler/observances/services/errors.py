"""Reasons why an observance or an edition cannot be changed as asked."""


class NotRegisteredError(ValueError):
    """Only observances that the coalition works with have editions and a steward."""
