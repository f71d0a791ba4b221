"""How old a source is, and until when a fact is true."""
