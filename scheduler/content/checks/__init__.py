"""What may be wrong with copy, pointed out while it is written."""
