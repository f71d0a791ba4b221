"""The one way that mail leaves."""
