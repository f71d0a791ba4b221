"""Adds, changes and retires facts."""
