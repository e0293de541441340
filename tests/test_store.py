"""Reports are read once: what is kept gives the same tables, and what is damaged is read again."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from analysis import load_corpus, store

ROOT = Path(__file__).resolve().parents[1]
TABLES = ("reports", "blocks", "sentences", "ledger", "problems")


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setenv("REPORTS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def many(folder: Path, n: int) -> Path:
    """Write a folder of n reports, each an extract of the five."""
    folder.mkdir()
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus").glob("*.txt"))]
    for i in range(n):
        text = texts[i % len(texts)]
        (folder / f"r{i:03}.txt").write_text(f"REPORT {i}\n\n{text[i * 50 :]}", encoding="utf-8")
    rows = "".join(f"r{i:03},r{i:03}.txt\n" for i in range(n))
    (folder / "reports.csv").write_text(f"report,file\n{rows}")
    return folder


def assert_same(a, b):
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(a, name), getattr(b, name))
    assert [a.raw(report) for report in a.reports.index] == [b.raw(report) for report in b.reports.index]


def test_a_second_load_and_one_without_cache_give_the_same_tables(kept, monkeypatch):
    first, second = load_corpus(ROOT / "corpus"), load_corpus(ROOT / "corpus")
    assert len(list(kept.glob("*/*.json"))) == 5
    monkeypatch.setenv("REPORTS_CACHE", "")
    without = load_corpus(ROOT / "corpus")
    assert_same(first, second)
    assert_same(first, without)


def test_a_changed_file_and_other_details_are_read_again(kept, tmp_path):
    folder = many(tmp_path / "mine", 2)
    load_corpus(folder)
    (folder / "r001.txt").write_text("A NEW REPORT\n\nThe council met in June.\n\nIt agreed on a plan.\n")
    assert load_corpus(folder).raw("r001").startswith("A NEW REPORT")
    (folder / "reports.csv").write_text("report,file,title\nr001,r001.txt,A NEW REPORT\n")
    assert load_corpus(folder).blocks["kind"].tolist()[0] == "title"


def test_a_damaged_entry_and_a_cache_that_cannot_be_written_do_no_harm(kept, monkeypatch):
    first = load_corpus(ROOT / "corpus")
    for n, path in enumerate(sorted(kept.glob("*/*.json"))):
        path.write_bytes(path.read_bytes()[: n * 1000])
    assert_same(first, load_corpus(ROOT / "corpus"))
    for path in kept.glob("*/*.json"):
        path.write_bytes(path.read_bytes().replace(b"mission", b"passion"))
    assert_same(first, load_corpus(ROOT / "corpus"))
    monkeypatch.setenv("REPORTS_CACHE", str(ROOT / "README.md"))  # no folder can be made there
    assert_same(first, load_corpus(ROOT / "corpus"))


def test_what_was_not_used_for_longest_goes_when_the_cache_is_full(kept, tmp_path, monkeypatch):
    monkeypatch.setattr(store, "FULL", 400_000)
    folder = many(tmp_path / "mine", 5)
    load_corpus(folder)
    assert 0 < sum(path.stat().st_size for path in kept.glob("*/*")) <= 400_000


def test_a_file_that_another_process_has_just_moved_does_no_harm(kept, tmp_path):
    folder = many(tmp_path / "mine", 2)
    (kept / "00").mkdir(parents=True)
    (kept / "00" / "gone.1.part").symlink_to(tmp_path / "gone")
    assert len(load_corpus(folder)) == 2


def test_a_load_that_was_killed_goes_on_where_it_stopped(kept, tmp_path):
    folder = many(tmp_path / "mine", 20)
    code = f"from analysis import load_corpus; load_corpus({str(folder)!r})"
    run = subprocess.Popen([sys.executable, "-c", code])
    while len(list(kept.glob("*/*.json"))) < 3 and run.poll() is None:
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    run.wait()
    whole = len(list(kept.glob("*/*.json")))
    assert whole >= 3
    assert len(load_corpus(folder)) == 20
    assert len(list(kept.glob("*/*.json"))) == 20


def test_processes_give_what_one_process_gives(kept, tmp_path, monkeypatch):
    folder = many(tmp_path / "mine", 12)
    one = load_corpus(folder)
    shutil.rmtree(kept)
    monkeypatch.setattr(store, "FEW", 0)
    assert_same(one, load_corpus(folder))


def test_a_cluster_gives_what_one_process_gives(kept, tmp_path, monkeypatch):
    distributed = pytest.importorskip("distributed")
    import joblib

    folder = many(tmp_path / "mine", 12)
    one = load_corpus(folder)
    shutil.rmtree(kept)
    monkeypatch.setattr(store, "FEW", 0)
    cluster = distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
    with cluster, distributed.Client(cluster), joblib.parallel_config(backend="dask"):
        assert_same(one, load_corpus(folder))
