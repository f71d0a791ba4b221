"""Services of chat rooms."""
