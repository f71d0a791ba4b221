"""The stage of three signing organisations, whose copy is looked at."""

from tests.content.web.conftest import house

__all__ = ["house"]
