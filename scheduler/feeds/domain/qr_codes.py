"""An address as a code that telephones read (ISO/IEC 18004), as the path of an SVG."""

from dataclasses import dataclass
from itertools import groupby

import segno

QUIET = 4
"""So many modules around a code have to be light (ISO/IEC 18004, section 6.3.8)."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """The dark modules as one path, in a square whose side is `size` modules."""

    size: int
    path: str


def qr_code(address: str) -> QrCode:
    """Return the code of an address; 15 % of it may be unreadable, as on a worn print."""
    code = segno.make_qr(address, error="m", boost_error=False)
    runs = [run for y, row in enumerate(code.matrix) for run in _dark_runs(y, row)]
    return QrCode(len(code.matrix) + 2 * QUIET, "".join(runs))


def _dark_runs(y: int, row: bytearray) -> list[str]:
    """Return each run of dark modules of a row as a rectangle."""
    runs, x = [], 0
    for is_dark, modules in groupby(row):
        width = len(list(modules))
        if is_dark:
            runs.append(f"M{x + QUIET} {y + QUIET}h{width}v1h-{width}z")
        x += width
    return runs
