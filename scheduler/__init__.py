"""Coalition Scheduler."""
