"""Pure logic of observances: catalogue files, editions and their changes."""
