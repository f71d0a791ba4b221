"""What a process loads before anybody asks for it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

LOADED_WHEN_USED = {
    "PIL": "a picture",
    "docx": "a Word file",
    "fontTools": "a PDF",
    "holidays": "public holidays of a country",
    "lxml": "a Word file",
    "psycopg": "PostgreSQL",
    "python_calamine": "a workbook",
    "requests": "a job that asks other servers",
    "scheduler.worker": "the worker",
    "typst": "a PDF",
    "zxcvbn": "a new password",
}
"""What takes much memory in each process, and what it is for."""

START = """
import sys
from config import Config
from scheduler.app import create_app
create_app(Config.from_env({"SCHEDULER_SECRET_KEY": "k" * 40, "SCHEDULER_INSTANCE_DIR": sys.argv[1]}))
print(*sys.modules)
"""


def test_a_web_process_on_sqlite_starts_without_what_only_some_need(tmp_path: Path) -> None:
    shown = subprocess.run(
        [sys.executable, "-c", START, tmp_path], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    loaded = set(shown.split())
    assert "scheduler.app" in loaded
    assert not loaded & LOADED_WHEN_USED.keys()
