"""Saved views: selections of the calendar under a name, a person's own or those of an organisation."""
