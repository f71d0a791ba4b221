"""Services of messages to those concerned: sent, once."""
