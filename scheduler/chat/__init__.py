"""Chat: rooms of Slack, Teams, Matrix and Mattermost that an organisation has messages posted to."""
