"""Pure rules of the agenda."""
