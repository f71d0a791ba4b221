"""Rules of what the coalition says of copy that know no rows."""
