"""Calendar files of others, read without knowing where they are kept."""
