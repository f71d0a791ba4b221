"""Messages to those concerned by a campaign or a date: written by who heads it, seen before they leave, sent once."""
