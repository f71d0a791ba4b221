"""Rule types: each file says how one kind of observance finds its dates."""
