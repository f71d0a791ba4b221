"""Selections of entries under addresses that calendar programs poll."""
