"""What can be done to campaigns and their tasks."""
