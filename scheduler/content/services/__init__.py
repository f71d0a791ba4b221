"""What can be done with content items."""
