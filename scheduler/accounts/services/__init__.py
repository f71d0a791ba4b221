"""What can be asked of and done to people, organisations, invitations and log-ins."""
