"""Every setting does something and is described where people look for it."""

import dataclasses
import inspect
import re

import pytest

import config
from config import Config
from tests.repo.tree import ROOT, python_files

FIELDS = [field.name for field in dataclasses.fields(Config)]
VARIABLES = sorted(set(re.findall(r'"(HOST|PORT|SCHEDULER_[A-Z_]+)"', inspect.getsource(config))))


@pytest.mark.parametrize("field", FIELDS)
def test_every_setting_is_read(field):
    readers = [*python_files("scheduler", "scripts"), ROOT / "wsgi.py"]
    reading = re.compile(rf"\b(config|settings|settings\(\))\.{field}\b")

    assert any(reading.search(path.read_text(encoding="utf-8")) for path in readers)


@pytest.mark.parametrize("variable", VARIABLES)
def test_every_setting_is_in_the_readme(variable):
    assert f"`{variable}`" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_setting_is_known_when_others_are_misspelled():
    assert sorted(config.SETTINGS) == [name for name in VARIABLES if name not in {"HOST", "PORT"}]


def test_there_are_as_many_variables_as_settings():
    assert len(VARIABLES) == len(FIELDS)
