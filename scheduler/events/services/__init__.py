"""Services of events: single ones, and the dates of recurring ones."""
