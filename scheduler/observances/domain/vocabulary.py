"""Owns the closed lists that describe an observance: its reach and its topics."""

from enum import StrEnum

from scheduler.observances.rules.parts.messages import N_, Message


class Scope(StrEnum):
    """How far an observance reaches; only a national one has a country."""

    INTERNATIONAL = "international"
    REGIONAL = "regional"
    NATIONAL = "national"


class Topic(StrEnum):
    """What an observance is about."""

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


SCOPE_LABELS = {
    Scope.INTERNATIONAL: Message(N_("International")),
    Scope.REGIONAL: Message(N_("Regional")),
    Scope.NATIONAL: Message(N_("National")),
}

TOPIC_LABELS = {
    Topic.TRAFFICKING: Message(N_("Trafficking")),
    Topic.CHILD_PROTECTION: Message(N_("Child protection")),
    Topic.ONLINE_SAFETY: Message(N_("Online safety")),
    Topic.HUMAN_RIGHTS: Message(N_("Human rights")),
    Topic.LABOUR: Message(N_("Labour")),
    Topic.GENDER: Message(N_("Gender")),
    Topic.MIGRATION: Message(N_("Migration")),
    Topic.HEALTH: Message(N_("Health")),
    Topic.ENVIRONMENT: Message(N_("Environment")),
    Topic.PEACE: Message(N_("Peace")),
    Topic.CULTURE: Message(N_("Culture")),
    Topic.EDUCATION: Message(N_("Education")),
    Topic.DEVELOPMENT: Message(N_("Development")),
    Topic.JUSTICE: Message(N_("Justice")),
    Topic.DISABILITY: Message(N_("Disability")),
    Topic.FAITH: Message(N_("Faith")),
    Topic.YOUTH: Message(N_("Youth")),
    Topic.OTHER: Message(N_("Other")),
}
