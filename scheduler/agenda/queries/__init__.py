"""What is asked of the agenda beside its calendar."""
