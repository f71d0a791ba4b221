"""Pages of kits."""
