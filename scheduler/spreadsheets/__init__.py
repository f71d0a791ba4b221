"""Reads tables that people upload, CSV or XLSX, as plain text: nothing is fetched, and no formula is run."""
