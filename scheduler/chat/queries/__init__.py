"""Queries of chat rooms."""
