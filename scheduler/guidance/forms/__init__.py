"""The forms of what the coalition says of copy."""
