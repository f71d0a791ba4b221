"""Reads playbooks, and what has been made of them."""
