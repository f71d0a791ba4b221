"""The plan as files for publishing tools, one module each."""
