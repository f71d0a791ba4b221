"""Reads kits and what is in them."""
