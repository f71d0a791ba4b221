"""Who did what when, by id, never the text."""
