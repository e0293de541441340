"""The environment that runs, the one that is written down and the one for conda are the same."""

import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata, version
from pathlib import Path

import pytest
from packaging.markers import Marker

from analysis import record

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


def test_version_and_day_agree_wherever_they_stand():
    number, zenodo = PROJECT["project"]["version"], json.loads(read(".zenodo.json"))
    day = re.search(r"^date-released: (\S+)$", read("CITATION.cff"), re.M)[1]
    assert f"version: {number}\n" in read("CITATION.cff")
    assert read("CHANGELOG.md").split("\n## ")[1].startswith(f"{number} ({day})\n")
    assert (zenodo["version"], zenodo["publication_date"], record.RELEASED) == (number, day, day)
    assert [f'name: "{person["name"]}"' in read("CITATION.cff") for person in zenodo["creators"]] == [True]
    assert version("reading-security-reports") == number


# What the licences say that let anyone use, change and pass on a package.
PERMISSIVE = r"MIT|BSD|Apache|ISC|Python-2|PSF|Python Software Foundation|HPND|MPL|Mozilla|Unlicense|Zlib|CC0|Public"


def test_the_licence_of_every_pinned_package_is_permissive():
    other = {}
    for name in pinned():
        try:
            data = metadata(name)
        except PackageNotFoundError:
            continue
        words = [data.get("License-Expression"), (data.get("License") or "")[:80], *(data.get_all("Classifier") or [])]
        said = " ".join(filter(None, words))
        if not re.search(PERMISSIVE, said, re.I):
            other[name] = said[:80]
    assert other == {}


def test_a_run_opens_no_connection_to_another_machine(tmp_path):
    code = """
import socket
real = socket.socket.connect
def connect(self, address):
    assert not isinstance(address, tuple) or address[0] in ("127.0.0.1", "::1", "localhost"), address
    return real(self, address)
socket.socket.connect = connect
from analysis import dates, load_corpus, terms, timeline, topics
corpus = load_corpus()
timeline.find_events(corpus)
topics.fit_topics(corpus.main.head(80), n_topics=3)
terms.find_acronyms(corpus.blocks)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
