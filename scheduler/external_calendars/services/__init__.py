"""Services of external calendars."""
