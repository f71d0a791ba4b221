"""Forms of content items."""
