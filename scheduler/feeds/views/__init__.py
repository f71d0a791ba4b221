"""Pages about feeds, and the addresses that programs poll."""
