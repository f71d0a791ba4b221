"""Names of saved files: plain for old programs, whole for the others, and no part of a path."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.http import parse_options_header

from scheduler.filenames import disposition


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Lantern", 'inline; filename="Lantern.ics"'),
        ("Our coalition", 'inline; filename="Our-coalition.ics"'),
        ("Día", "inline; filename=\"Dia.ics\"; filename*=UTF-8''D%C3%ADa.ics"),
        ("日", "inline; filename=\"calendar.ics\"; filename*=UTF-8''%E6%97%A5.ics"),
        ("", 'inline; filename="calendar.ics"'),
        ("../../etc/passwd", 'inline; filename="etc-passwd.ics"'),
        (
            'a"; filename="evil.exe',
            "inline; filename=\"a-filename-evil.exe.ics\"; filename*=UTF-8''a-%3B-filename%3D-evil.exe.ics",
        ),
        ("a\r\nSet-Cookie: x", 'inline; filename="a-Set-Cookie-x.ics"'),
        ("\u202excod", 'inline; filename="xcod.ics"'),
    ],
)
def test_disposition(name: str, header: str) -> None:
    assert disposition(name, "ics", unnamed="calendar") == header


@given(st.text(max_size=200))
def test_any_name_makes_a_header_that_is_read_as_one_calendar_file(name: str) -> None:
    header = disposition(name, "ics", unnamed="calendar")

    assert header.isascii()
    assert header.isprintable()
    value, options = parse_options_header(header)
    assert value == "inline"
    assert options["filename"].endswith(".ics")
    assert set('/\\:*?"<>|\r\n') & set(unquote(options["filename"])) == set()


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("The count", 'attachment; filename="The-count.docx"'),
        ("...", 'attachment; filename="copy.docx"'),
        ("a\u2066b:c\\d*?", 'attachment; filename="a-b-c-d.docx"'),
    ],
)
def test_a_file_that_is_saved(name: str, header: str) -> None:
    assert disposition(name, "docx", unnamed="copy", is_saved=True) == header
