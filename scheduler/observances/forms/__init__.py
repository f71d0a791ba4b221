"""Forms of observances: editions, own observances, uploads."""
