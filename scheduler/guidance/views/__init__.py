"""The pages of terms and helplines."""
