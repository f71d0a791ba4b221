"""Queries of tokens."""
