"""Picture files: what may come in, what is kept of it, and where it lies. Knows no item and no database."""
