"""Figures and claims that copy repeats, kept once for the coalition."""
