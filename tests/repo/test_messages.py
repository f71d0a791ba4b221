"""Translators find every text in the catalogue, and none that is gone."""

import os
import subprocess
from pathlib import Path

from babel.messages.pofile import read_po

from tests.repo.tree import ROOT


def texts(path: Path) -> set[str]:
    with path.open("rb") as file:
        return {str(message.id) for message in read_po(file) if message.id}


def test_the_catalogue_holds_the_texts_of_code_and_templates(tmp_path):
    fresh = tmp_path / "messages.pot"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}

    subprocess.run(
        ["make", "messages", f"CATALOGUE={fresh}"], cwd=ROOT, env=environment, capture_output=True, check=True
    )

    assert texts(ROOT / "translations" / "messages.pot") == texts(fresh), "run: make messages"
