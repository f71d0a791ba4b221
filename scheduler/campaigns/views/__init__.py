"""Pages of campaigns and their tasks."""
