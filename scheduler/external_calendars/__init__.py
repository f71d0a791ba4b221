"""External calendars: those of others, fetched from their addresses and shown beside the calendar."""
