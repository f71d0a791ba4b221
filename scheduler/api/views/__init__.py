"""The API and the pages about its tokens."""
