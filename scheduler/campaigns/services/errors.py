"""Why something about campaigns and tasks cannot be done."""


class CampaignsError(ValueError):
    """Something that a person asked for and cannot have."""


class LeadStaysError(CampaignsError):
    """The organisation that leads a campaign takes part as long as it leads."""


class NotOfThePlanError(CampaignsError):
    """Somebody who may not see the text, or an organisation that does not take part, was given something to do."""


class NotYoursError(CampaignsError):
    """The task is somebody else's, or would be given to people of another organisation."""


class NotAskedError(CampaignsError):
    """The request to join was answered or taken back meanwhile, or its organisation cannot join any more."""
