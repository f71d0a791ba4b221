"""The read model: what happens when, as readers may see it."""
