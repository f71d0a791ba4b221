"""Bills that copy refers to."""
