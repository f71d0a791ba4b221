"""Pages of observances: the year, the catalogue, editions, own observances and imports."""
