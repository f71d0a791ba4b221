"""Content items: their text, sign-off, channels and life from idea to publication."""
