"""Kits for partners without accounts: a page and a ZIP by secret link, with what is open at that moment."""
