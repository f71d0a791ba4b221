"""What a bill is called."""
