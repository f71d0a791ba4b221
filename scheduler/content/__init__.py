"""Content items: their words, sign-off, channels and life from idea to publication."""
