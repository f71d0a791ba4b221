"""Messages to those concerned by a campaign: written by who heads it, seen before they leave, sent once."""
