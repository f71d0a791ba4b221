"""Services of tokens."""
