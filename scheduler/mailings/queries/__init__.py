"""Reads messages to those concerned."""
