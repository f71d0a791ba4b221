"""Forms of bills and their milestones."""
