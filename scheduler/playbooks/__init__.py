"""Playbooks: reusable plans of tasks and content at offsets from a day, and what is made of them in campaigns."""
