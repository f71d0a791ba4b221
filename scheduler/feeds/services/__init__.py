"""Services of feeds: addresses, selections and the bytes that are served."""
