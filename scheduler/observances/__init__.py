"""Observances: awareness days, weeks and months, their rules, editions and catalogue."""
