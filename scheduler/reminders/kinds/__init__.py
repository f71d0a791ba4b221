"""Kinds of reminders, one file each."""
