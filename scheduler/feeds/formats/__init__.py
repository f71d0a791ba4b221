"""Formats of feeds beside iCalendar, one file each."""
