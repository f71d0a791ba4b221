"""What pages show, put together."""
