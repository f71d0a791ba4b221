"""Services of kits: made, changed, withdrawn, opened."""
