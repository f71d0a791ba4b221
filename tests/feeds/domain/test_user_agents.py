import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.feeds.domain.user_agents import MAX_CHARS, program_of


@pytest.mark.parametrize(
    ("agent", "program"),
    [
        ("Google-Calendar-Importer", "Google Calendar"),
        ("iOS/17.1 (21B74) dataaccessd/1.0", "Apple Calendar (iPhone, iPad)"),
        ("macOS/14.1 (23B74) CalendarAgent/980", "Apple Calendar (Mac)"),
        ("Mozilla/5.0 Thunderbird/128.0", "Thunderbird"),
        ("Nextcloud Server", "Nextcloud"),
        ("Microsoft Office/16.0 (Microsoft Outlook 16.0)", "Outlook"),
        ("curl/8.0", "curl"),
        ("", "?"),
    ],
)
def test_program_of(agent: str, program: str) -> None:
    assert program_of(agent) == program


@given(st.text())
def test_program_of_anything_is_short_and_printable(agent: str) -> None:
    program = program_of(agent)
    assert 0 < len(program) <= MAX_CHARS
    assert program.isprintable()
