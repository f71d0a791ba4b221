"""Filters of entries, one file each."""
