"""What topics are called."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from scheduler.agenda.domain.topics import Topic

TOPIC_LABELS: dict[Topic, LazyString] = {
    Topic.TRAFFICKING: _l("Trafficking"),
    Topic.CHILD_PROTECTION: _l("Child protection"),
    Topic.ONLINE_SAFETY: _l("Online safety"),
    Topic.HUMAN_RIGHTS: _l("Human rights"),
    Topic.LABOUR: _l("Labour"),
    Topic.GENDER: _l("Gender"),
    Topic.MIGRATION: _l("Migration"),
    Topic.HEALTH: _l("Health"),
    Topic.ENVIRONMENT: _l("Environment"),
    Topic.PEACE: _l("Peace"),
    Topic.CULTURE: _l("Culture"),
    Topic.EDUCATION: _l("Education"),
    Topic.DEVELOPMENT: _l("Development"),
    Topic.JUSTICE: _l("Justice"),
    Topic.DISABILITY: _l("Disability"),
    Topic.FAITH: _l("Faith"),
    Topic.YOUTH: _l("Youth"),
    Topic.OTHER: _l("Other"),
}


def topic_label(topic: str) -> str:
    """Return the name of a topic; a word that is none of ours is its own name."""
    return str(TOPIC_LABELS[Topic(topic)]) if topic in set(Topic) else topic


def topic_choices() -> list[tuple[str, str]]:
    """Return all topics as word and name, in the order of the vocabulary."""
    return [(str(topic), str(label)) for topic, label in TOPIC_LABELS.items()]
