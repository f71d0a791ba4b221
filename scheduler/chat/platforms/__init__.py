"""Chat services: one module for each."""
