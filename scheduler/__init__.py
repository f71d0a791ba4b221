"""Coalition Scheduler."""

import gc

# Set before anything else of ours is imported: what modules make is not garbage, and looking through it for some takes
# a sixth of the time that a start takes.
gc.set_threshold(50_000, 20, 20)
