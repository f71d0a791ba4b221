"""Pure rules of feeds."""
