"""Services of saved views."""
