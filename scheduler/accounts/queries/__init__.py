"""Reads: what is asked of the database."""
