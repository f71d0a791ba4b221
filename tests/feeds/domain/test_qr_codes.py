"""The code of an address: a square with light around it, the same for the same address."""

import re

import segno

from scheduler.feeds.domain.qr_codes import QUIET, qr_code

ADDRESS = f"webcal://plan.example/feeds/{'a' * 43}.ics"


def test_its_path_is_what_the_library_draws() -> None:
    code, drawn = qr_code(ADDRESS), segno.make_qr(ADDRESS, error="m", boost_error=False)
    dark = {
        (int(x) + step, int(y))
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", code.path)
        for step in range(int(width))
    }

    wanted = {(x + QUIET, y + QUIET) for y, row in enumerate(drawn.matrix) for x, module in enumerate(row) if module}
    assert dark == wanted
    assert code.size == len(drawn.matrix) + 2 * QUIET
    assert re.fullmatch(r"(M\d+ \d+h\d+v1h-\d+z)+", code.path)
    assert qr_code(ADDRESS) == code
    assert qr_code(ADDRESS + "x") != code
