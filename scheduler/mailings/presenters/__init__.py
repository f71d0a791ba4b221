"""Who is concerned, and what the pages of messages show."""
