"""Forms of log-in, accounts, people, organisations and invitations."""
