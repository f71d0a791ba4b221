"""Owns the closed list of what an observance or an event may be about; people follow topics, too."""

from enum import StrEnum


class Topic(StrEnum):
    """What an observance or an event is about."""

    TRAFFICKING = "trafficking"
    CHILD_PROTECTION = "child-protection"
    ONLINE_SAFETY = "online-safety"
    HUMAN_RIGHTS = "human-rights"
    LABOUR = "labour"
    GENDER = "gender"
    MIGRATION = "migration"
    HEALTH = "health"
    ENVIRONMENT = "environment"
    PEACE = "peace"
    CULTURE = "culture"
    EDUCATION = "education"
    DEVELOPMENT = "development"
    JUSTICE = "justice"
    DISABILITY = "disability"
    FAITH = "faith"
    YOUTH = "youth"
    OTHER = "other"
