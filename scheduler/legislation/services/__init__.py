"""Changes bills and their milestones, and publishes them."""
