"""Services of observances: the catalogue, registration, editions and their publication."""
