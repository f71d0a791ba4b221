"""Translators find every text in the catalogue, and none that is gone."""

import os
import subprocess
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.repo.tree import ROOT


def texts(path: Path) -> set[tuple[str, str]]:
    with path.open("rb") as file:
        return {(message.context or "", str(message.id)) for message in read_po(file) if message.id}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue as `make messages` writes it now."""
    path = tmp_path_factory.mktemp("catalogue") / "messages.pot"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    subprocess.run(
        ["make", "messages", f"CATALOGUE={path}"], cwd=ROOT, env=environment, capture_output=True, check=True
    )
    return path


def test_the_catalogue_holds_the_texts_of_code_and_templates(fresh: Path):
    assert texts(ROOT / "translations" / "messages.pot") == texts(fresh), "run: make messages"


def test_the_catalogue_says_what_an_ambiguous_text_means(fresh: Path):
    with fresh.open("rb") as file:
        catalogue = read_po(file)

    # In code and in a template.
    assert {("type of content", "Post"), ("button: to the clipboard", "Copy")} <= texts(fresh)
    about = {"Cancelled: %(title)s": "the title of something cancelled, in calendar programs"}
    about |= {"From": "which versions of a text are compared", "May": "the month"}
    for text, comment in about.items():
        assert " ".join(catalogue[text].auto_comments).removeprefix("Translators: ") == comment
