"""How often Python looks for garbage that refers to itself, in a process that answers requests."""

import gc

THRESHOLDS = (10_000, 20, 50)
"""New objects until the youngest are looked through, then how often until those of the next generation are."""


def settle() -> None:
    """Take all that stands now out of the search for good, and search less often.

    To look through the whole application stops every thread for 0.1 s. A page makes thousands of objects, which nearly
    all go when it is done; Python's own 700 would have them looked through in the middle of it many times.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
