"""What can be done to events."""
