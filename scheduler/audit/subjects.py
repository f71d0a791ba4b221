"""What acts on record are about."""

from enum import StrEnum


class SubjectKind(StrEnum):
    """The table of the row that an act was done to, by the word that the audit trail keeps."""

    API_TOKEN = "api_token"  # noqa: S105 - a table
    BILL = "bill"
    CAMPAIGN = "campaign"
    CATALOGUE = "catalogue"
    COALITION = "coalition"
    CONTENT = "content"
    EDITION = "edition"
    EVENT = "event"
    FACT = "fact"
    FEED = "feed"
    GUARD = "guard"
    HELPLINE = "helpline"
    INVITATION = "invitation"
    ITEM_UNDO = "item_undo"
    MESSAGE = "message"
    OBSERVANCE = "observance"
    ORGANISATION = "organisation"
    PERSON = "person"
    PLAYBOOK = "playbook"
    TERM = "term"
