"""What is installed is pinned by hash, in step with what is asked for, and says nothing about where it came from."""

import json
import re

import pytest

from tests.repo.tree import ROOT

PYTHON_LOCKS = ("run", "test")
ADDRESS = re.compile(r"(https?|file)://|--index-url|--find-links|--trusted-host")


def pins(text: str) -> dict[str, str]:
    found = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==([^\s;\\]+)", text, flags=re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in found}


def lock(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_lock_answers_what_is_asked_for(name):
    asked = pins((ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8"))

    assert asked.items() <= pins(lock(name)).items()


def test_tests_run_on_the_versions_that_the_product_runs_on():
    assert pins(lock("run")).items() <= pins(lock("test")).items()


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_every_package_has_a_hash_and_none_an_address(name):
    blocks = re.split(r"^(?=[A-Za-z0-9])", lock(name), flags=re.MULTILINE)[1:]

    assert [block for block in blocks if "--hash=sha256:" not in block] == []
    assert ADDRESS.search(lock(name)) is None


def test_every_npm_package_has_a_hash_and_none_an_address():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    installed = {name: package for name, package in packages.items() if name}

    assert [name for name, package in installed.items() if "integrity" not in package or "resolved" in package] == []


def test_browser_assets_are_asked_for_in_exact_versions():
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    asked = {**package["dependencies"], **package["devDependencies"]}

    assert [name for name, version in asked.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
