"""Whether program and database fit each other, and what a step back costs."""
