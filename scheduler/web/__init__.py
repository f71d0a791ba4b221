"""Presentation that knows no feature."""
