"""Applies playbooks to campaigns, and keeps those of the coalition."""
