"""Pages of content items."""
