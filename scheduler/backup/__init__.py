"""A consistent copy of all that the product keeps, and the way back from it."""
