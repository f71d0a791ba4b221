"""What is posted to chat rooms, and what their page shows."""
