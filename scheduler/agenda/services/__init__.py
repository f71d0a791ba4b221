"""Services of the agenda: guards, entries, follows, notices and the lift."""
