"""The list of chat services; a new one is one file and one line here."""

from scheduler.chat.platforms.matrix import Matrix
from scheduler.chat.platforms.mattermost import Mattermost
from scheduler.chat.platforms.protocol import Platform
from scheduler.chat.platforms.slack import Slack
from scheduler.chat.platforms.teams import Teams

_ALL: tuple[Platform, ...] = (Slack(), Teams(), Matrix(), Mattermost())
PLATFORMS = {one.name: one for one in _ALL}
