"""The calendar for programs: a read-only JSON API, asked with tokens that people make for themselves."""
