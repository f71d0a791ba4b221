"""Pages of people, organisations, accounts and invitations."""
