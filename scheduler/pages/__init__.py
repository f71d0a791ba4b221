"""Pages that join features."""
