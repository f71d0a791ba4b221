"""Reads Word files (DOCX) that people upload, as paragraphs: nothing is fetched, and nothing in them is run."""
