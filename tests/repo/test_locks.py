"""What is installed is pinned by hash, in step with what is asked for, and says nothing about where it came from."""

import json
import re
from collections.abc import Iterable, Mapping
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.repo.tree import ROOT

PYTHON_LOCKS = ("installer", "run", "test")
ADDRESS = re.compile(r"(https?|file)://|--index-url|--find-links|--trusted-host")


def requirements(text: str) -> dict[str, Requirement]:
    """Every requirement that a file states, by normalised name; hashes and options are left out."""
    lines = re.sub(r"\\\n\s*--hash=\S+", "", text).splitlines()
    found = [Requirement(line.strip(" \\")) for line in lines if re.match(r"[A-Za-z0-9]", line)]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def pins(text: str) -> dict[str, str]:
    return {name: str(found.specifier).removeprefix("==") for name, found in requirements(text).items()}


def asked(name: str) -> dict[str, Requirement]:
    """What `<name>.in` asks for, the file that it includes as well."""
    text = (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8")
    included = re.findall(r"^-r (\w+)\.in$", text, flags=re.MULTILINE)
    return {key: found for part in included for key, found in asked(part).items()} | requirements(text)


def applies(requirement: Requirement, extras: set[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in extras or {""})


def misses(first: Iterable[Requirement], locked: Mapping[str, Requirement]) -> list[str]:
    """What the packages of `first`, and those that they need, want and the lock does not hold."""
    missing: list[str] = []
    seen: set[tuple[str, str]] = set()
    waiting = [(requirement, "what is asked for") for requirement in first]
    while waiting:
        requirement, wanted_by = waiting.pop()
        name = canonicalize_name(requirement.name)
        pin = locked.get(name)
        version = "" if pin is None else str(pin.specifier).removeprefix("==")
        if pin is None or version not in requirement.specifier or not requirement.extras <= pin.extras:
            missing.append(f"{requirement} (for {wanted_by})")
            continue
        for extra in {"", *requirement.extras} - {extra for key, extra in seen if key == name}:
            seen.add((name, extra))
            needs = [Requirement(text) for text in metadata.requires(name) or []]
            waiting += [(need, name) for need in needs if applies(need, {extra})]
    return sorted(missing)


def lock(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_lock_holds_all_that_its_packages_need(name):
    assert misses(asked(name).values(), requirements(lock(name))) == []


def test_a_lock_without_a_package_an_extra_or_a_fitting_version_is_found_out():
    locked = requirements(lock("test"))
    spoilt = locked | requirements("coverage==7.17.3\nWerkzeug==2.0.0")
    del spoilt["iniconfig"]

    found = misses(asked("test").values(), spoilt)

    assert "iniconfig>=2 (for pytest)" in found
    assert any(text.startswith("coverage[toml]") for text in found)
    assert "Werkzeug==3.1.9 (for what is asked for)" in found


def test_tests_run_on_the_versions_that_the_product_runs_on():
    assert pins(lock("run")).items() <= pins(lock("test")).items()


def test_set_up_installs_with_the_version_that_locks():
    assert pins(lock("installer")).items() <= pins(lock("test")).items()


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
