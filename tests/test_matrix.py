"""The same tables and printed numbers under other settings: `pytest -m matrix`, in the long form of `.ci/run`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analysis import reproduce

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = {
    "Nehalem": {"OPENBLAS_CORETYPE": "Nehalem"},
    "Haswell": {"OPENBLAS_CORETYPE": "Haswell"},
    "SkylakeX": {"OPENBLAS_CORETYPE": "SkylakeX"},
    "Zen": {"OPENBLAS_CORETYPE": "Zen"},
    "two threads": dict.fromkeys(reproduce.THREADS, "2"),
    "hash seed": {"PYTHONHASHSEED": "4711"},
    "locale": {"LC_ALL": "de_DE.UTF-8"},
    "time zone": {"TZ": "Pacific/Auckland"},
}
# Runs the check in a process whose kernels keep these settings, where `reproduce` would set its own.
CHECK = """
import os, sys
from pathlib import Path
from analysis import reproduce
for name in list(reproduce.SAME_EVERYWHERE):
    if name in os.environ.get("KEPT", "").split(","):
        reproduce.SAME_EVERYWHERE[name] = os.environ[name]
sys.exit(reproduce.main(["--check"], Path(sys.argv[1])))
"""
pytestmark = pytest.mark.matrix


def check(command: list[str], root: Path = ROOT, **settings: str) -> None:
    environment = os.environ | settings | {"KEPT": ",".join(settings), "REPORTS_CACHE": ""}
    run = subprocess.run([*command, "-c", CHECK, str(root)], capture_output=True, text=True, env=environment, cwd=ROOT)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("name", SETTINGS)
def test_another_setting_gives_what_is_stored(name):
    check([sys.executable], **SETTINGS[name])


def test_files_in_another_order_give_what_is_stored(tmp_path):
    """Files are made in the opposite order, with other times, in another folder."""
    names = ("corpus", "figures", "notebooks")
    for name in names:
        (tmp_path / name).mkdir()
        for path in sorted((ROOT / name).rglob("*"), reverse=True):
            if path.is_file() and "__pycache__" not in path.parts:
                target = tmp_path / path.relative_to(ROOT)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
    check([sys.executable], tmp_path)


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_another_python_gives_what_is_stored(python, tmp_path):
    found = (["uv", "python", step, "--quiet", python] for step in ("find", "install"))
    if not shutil.which("uv") or all(subprocess.run(command, check=False).returncode for command in found):
        pytest.skip(f"Python {python} is not here, and uv cannot install it")
    check(["uv", "run", "--python", python, "--isolated", "python"])
