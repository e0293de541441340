"""How good and how fast are the dates, beside dateparser and, where its output is at hand, any other tagger?

    uv run --group bench python benchmarks/dates/measure.py
    uv run --group bench python benchmarks/dates/measure.py --texts DIR --gold gold.jsonl --published dct.json
    uv run --group bench python benchmarks/dates/measure.py --other heideltime.jsonl

Without arguments: the five reports and the made-up ones, with the gold under `tests/data`. `--other` is JSONL with
report, start, end, type and value, made by a tagger run outside (HeidelTime is GPL and Java: its rules are never
read here). F1 in percent; relaxed: spans overlap, one to one; strict: spans are equal; value: overlap and equal
TIMEX3 value.
"""

import argparse
import json
import time
from datetime import datetime
from pathlib import Path

from analysis.dates import find_dates

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
FIVE = {
    "coe-2021": "2021-11-15",
    "eeas-2017": "2017-11-13",
    "egmont-2013": "2013-06",
    "eln-2017": "2017-05-15",
    "ieceu-2017": "2017-05-31",
}
VAGUE = ("PRESENT_REF", "PAST_REF", "FUTURE_REF")


def ours(text, published):
    return find_dates(text, published).to_dict("records")


def dateparser_search(text, published):
    from dateparser.search import search_dates

    year, month, day = [*(int(part) for part in published.rstrip("~").split("-")), 1, 1][:3]
    settings = {"RELATIVE_BASE": datetime(year, month, day)}
    found, at = [], 0
    for said, when in search_dates(text, languages=["en"], settings=settings) or []:
        start = text.find(said, at)
        if start >= 0:
            found.append({"start": start, "end": start + len(said), "type": "DATE", "value": when.date().isoformat()})
            at = start + len(said)
    return found


def pairs(gold, system):
    """One-to-one pairs of overlapping rows: equal spans first, then the largest overlap, then the leftmost."""
    found = []
    for i, g in enumerate(gold):
        for j, s in enumerate(system):
            common = min(g["end"], s["end"]) - max(g["start"], s["start"])
            if common > 0:
                exact = (g["start"], g["end"]) == (s["start"], s["end"])
                found.append((not exact, -common, g["start"], i, j))
    used_gold, used_system, paired = set(), set(), []
    for differs, _, _, i, j in sorted(found):
        if i not in used_gold and j not in used_system:
            used_gold.add(i)
            used_system.add(j)
            paired.append((gold[i], system[j], not differs))
    return paired


def score(gold, system):
    """F1 of relaxed, strict and value over all reports; vague rows are optional."""
    right, said, there = dict.fromkeys(("relaxed", "strict", "value"), 0), 0, 0
    for report, rows in gold.items():
        counted = [g for g in rows if g.get("tier") != "vague"]
        optional = [g for g in rows if g.get("tier") == "vague"]
        paired = pairs(counted, system[report])
        taken = {id(s) for _, s, _ in paired}
        rest = [s for s in system[report] if id(s) not in taken]
        if optional:
            rest = [s for s in rest if s["value"] not in VAGUE and not pairs(optional, [s])]
        right["relaxed"] += len(paired)
        right["strict"] += sum(exact for *_, exact in paired)
        right["value"] += sum(s["value"] in [g["value"], *g.get("values_also", [])] for g, s, _ in paired)
        said += len(paired) + len(rest)
        there += len(counted)
    return {name: round(200 * n / (said + there), 1) if said + there else 0.0 for name, n in right.items()}


def rows_of(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def by_report(rows):
    reports = {}
    for row in rows:
        reports.setdefault(row.get("report", row.get("doc_id")), []).append(row)
    return reports


def own_sets():
    """The two sets of the repository: name, texts, publication dates, gold."""
    texts = {report: (ROOT / "corpus" / f"{report}.txt").read_bytes().decode("utf-8") for report in FIVE}
    yield "five reports", texts, FIVE, {r: rows_of(DATA / "dates" / f"{r}.timex.jsonl") for r in FIVE}
    published = json.loads((DATA / "made" / "published.json").read_text(encoding="utf-8"))
    texts = {report: (DATA / "made" / f"{report}.txt").read_bytes().decode("utf-8") for report in published}
    yield (
        "made-up reports",
        texts,
        published,
        {r: rows_of(DATA / "made" / "time" / f"{r}.timex.jsonl") for r in published},
    )


def measure(name, texts, published, gold, taggers):
    size = sum(map(len, texts.values())) / 1000
    for tagger, tag in taggers.items():
        begin = time.process_time()
        system = {report: tag(text, published[report]) for report, text in texts.items() if report in gold}
        seconds = time.process_time() - begin
        speed = f"{size / seconds:8.0f} KB/s" if seconds > 0.001 else ""
        f1 = "".join(f"{key} {value:5.1f}   " for key, value in score(gold, system).items())
        print(f"{name:16} {tagger:12} {f1}{speed}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, help="folder of REPORT.txt, for gold of your own")
    parser.add_argument("--gold", type=Path, help="JSONL with report (or doc_id), start, end, type, value")
    parser.add_argument("--published", type=Path, help="JSON object: report to publication date")
    parser.add_argument("--other", type=Path, help="JSONL of another tagger, with the same columns")
    parser.add_argument("--ours-only", action="store_true", help="leave dateparser out")
    told = parser.parse_args()
    taggers = {"ours": ours} if told.ours_only else {"ours": ours, "dateparser": dateparser_search}
    sets = list(own_sets())
    if told.gold:
        gold, published = by_report(rows_of(told.gold)), json.loads(told.published.read_text(encoding="utf-8"))
        texts = {report: (told.texts / f"{report}.txt").read_bytes().decode("utf-8") for report in gold}
        sets = [(told.gold.parent.name, texts, published, gold)]
    other = by_report(rows_of(told.other)) if told.other else {}
    for name, texts, published, gold in sets:
        measure(name, texts, published, gold, taggers)
        if other:
            system = {report: other.get(report, []) for report in gold}
            print(
                f"{name:16} {told.other.stem:12} " + "".join(f"{k} {v:5.1f}   " for k, v in score(gold, system).items())
            )


if __name__ == "__main__":
    main()
