"""Rules of kits that know no rows."""
