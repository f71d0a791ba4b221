"""Rules of messages that know no rows."""
