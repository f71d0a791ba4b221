"""Pages of bills and their milestones."""
