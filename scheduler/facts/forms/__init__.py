"""Forms of facts."""
