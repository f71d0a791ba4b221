"""Forms of campaigns and their tasks."""
