"""What content is and what holds for it, as pure values and rules."""
