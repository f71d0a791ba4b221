"""The changelog can be read by people and by release tools."""

import re
import tomllib

from scheduler.version import VERSION
from tests.repo.tree import ROOT

SECTIONS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def changelog() -> str:
    return (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_versions_stand_newest_first_after_what_is_unreleased():
    versions = re.findall(r"^## (.+)$", changelog(), flags=re.MULTILINE)
    released = [re.fullmatch(r"(\d+)\.(\d+)\.(\d+) - \d{4}-\d{2}-\d{2}", version) for version in versions[1:]]
    numbers = [tuple(map(int, found.groups())) for found in released if found]

    assert versions[0] == "Unreleased"
    assert len(numbers) == len(released)
    assert numbers == sorted(numbers, reverse=True)


def test_every_section_has_a_known_name_and_says_something():
    sections = re.split(r"^### ", changelog(), flags=re.MULTILINE)[1:]

    assert {section.splitlines()[0] for section in sections} <= SECTIONS
    assert [section for section in sections if "\n- " not in section] == []


def test_version_that_people_see_is_the_latest_release():
    released = re.findall(r"^## (\d+\.\d+\.\d+)", changelog(), flags=re.MULTILINE)
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

    assert version == VERSION == released[0]
