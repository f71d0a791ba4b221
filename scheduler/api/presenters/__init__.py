"""Entries as programs read them."""
