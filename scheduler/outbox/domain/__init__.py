"""When to try again, what to call a message, and what of a server's answer may be kept."""
