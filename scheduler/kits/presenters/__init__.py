"""What the pages and the ZIP of a kit show."""
