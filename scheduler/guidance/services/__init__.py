"""Changes of what the coalition says of copy."""
