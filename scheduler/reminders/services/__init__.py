"""Services of reminders: preferences, the planner, letters and what follows a move."""
