"""People, organisations, roles, invitations and access."""
