"""The environment that runs, the one that is written down and the one for conda are the same."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from packaging.markers import Marker

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONDA_NAMES = {"matplotlib-base": "matplotlib"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned() -> dict[str, list[tuple[str, str]]]:
    """Name -> (version, marker) pairs of requirements.txt."""
    lines = re.findall(r"^([\w.-]+)==([^\s;\\]+)(?: ; (.+?))?\s*\\?$", read("requirements.txt"), re.M)
    found: dict[str, list[tuple[str, str]]] = {}
    for name, number, marker in lines:
        found.setdefault(normal(name), []).append((number, marker))
    return found


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_running_environment_has_exactly_the_versions_of_requirements_txt():
    wrong = []
    for name, choices in pinned().items():
        for number, marker in choices:
            if marker and not Marker(marker).evaluate():
                continue
            try:
                found = version(name)
            except PackageNotFoundError:
                found = "missing"
            if found != number:
                wrong.append(f"{name}: requirements.txt has {number}, this environment has {found}")
    assert not wrong, "\n".join(wrong)


def test_every_direct_dependency_is_pinned_with_a_hash():
    pins = pinned()
    direct = [normal(re.split(r"[<>=!~ ]", d)[0]) for d in PROJECT["project"]["dependencies"]]
    assert [d for d in direct if d not in pins] == []
    assert len(re.findall(r"^[\w.-]+==", read("requirements.txt"), re.M)) <= read("requirements.txt").count("sha256:")


def test_environment_yml_asks_for_the_same_versions():
    pins = {name: {number for number, _ in choices} for name, choices in pinned().items()}
    asked = re.findall(r"^\s+- ([\w.-]+)==?([\w.]+)$", read("environment.yml"), re.M)
    asked += re.findall(r"(bertopic)==([\w.]+)", read("environment.yml"))
    packages = {normal(CONDA_NAMES.get(name, name)): number for name, number in asked if name != "python"}
    assert {name: number for name, number in packages.items() if number not in pins.get(name, ())} == {}
    direct = {normal(re.split(r"[<>=!~ ]", d)[0]) for d in PROJECT["project"]["dependencies"]}
    assert direct - set(packages) == set()


@pytest.mark.parametrize("package", ["torch", "sentence-transformers", "transformers"])
def test_no_model_library_is_installed_by_default(package):
    assert package not in pinned()


def test_no_committed_settings_file_names_a_package_registry():
    for name in ("pyproject.toml", "requirements.txt", "environment.yml", ".ci/run"):
        assert not re.search(r"(pypi\.org|files\.pythonhosted|index-url|/simple\b)", read(name)), name


def test_versions_agree_between_package_and_citation():
    assert f"version: {PROJECT['project']['version']}\n" in read("CITATION.cff")
