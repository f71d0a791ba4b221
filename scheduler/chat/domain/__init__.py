"""Rules of chat that know no rows."""
