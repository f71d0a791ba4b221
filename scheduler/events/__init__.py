"""The coalition's own events."""
