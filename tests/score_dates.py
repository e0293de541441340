#!/usr/bin/env python3
"""Score temporal expressions against gold, in the manner of TempEval-3. Standard library only.

    python3 score_dates.py GOLD SYSTEM [--decoys DECOYS] [--tier explicit,resolved,duration_set] [--errors 20]

GOLD, SYSTEM and DECOYS are JSONL files, or folders of *.timex.jsonl (*.decoys.jsonl), one annotation per line:

    {"report": str, "start": int, "end": int, "text": str, "type": str, "value": str, "earliest": str, "latest": str}

start and end are character offsets into the raw text, end exclusive. Gold rows say `interval: [earliest, latest]` or null,
and may carry `tier`, `values_also` and `intervals_also` (other readings that are right as well).

Measures (precision, recall, F1; as in UzZaman et al. 2013, SemEval Task 1, sub-task A):
  relaxed       a system span that overlaps a gold span (one to one; exact pairs first, then the largest overlap)
  strict        the same span, after trimming white space and edge punctuation
  type          relaxed, and the same type
  value         relaxed, and the same value
  strict+value  the same span and the same value
  interval      relaxed, and the same earliest and latest day (only gold rows that have an interval are asked for)
  role          share of the relaxed pairs that have the same role, where gold has roles
  value~        with --lenient: value after light normalisation (P7D = P1W, P12M = P1Y, P1DE = P10Y, 201X = 201)

--tier names the tiers that count, where gold has tiers. Rows of other tiers (`vague`: today, recently, the future ...) are
optional: finding them is no merit, missing them no fault, and a system row whose value is PRESENT_REF, PAST_REF or FUTURE_REF
is never a false alarm. `--tier all` counts every row.

--decoys counts the things that are no date but were tagged: the share of decoys overlapped by a system row that belongs to no
gold row. Decoys of class `horizon` (long-term) and `named-period` (post-Cold War) are arguable and left out.
"""

import argparse
import collections
import json
import pathlib
import re
import sys

TIERS = ("explicit", "resolved", "duration_set")
ARGUABLE = ("horizon", "named-period")
VAGUE = ("PRESENT_REF", "PAST_REF", "FUTURE_REF")
EDGE = " \t\r\n.,;:'\"()[]“”‘’"
NAMES = ("relaxed", "strict", "type", "value", "strict+value", "interval", "value~")


def load(path, ending="timex"):
    """Rows by report, from a JSONL file or from every *.ENDING.jsonl of a folder."""
    path = pathlib.Path(path)
    rows = collections.defaultdict(list)
    for file in sorted(path.glob(f"*.{ending}.jsonl")) if path.is_dir() else [path]:
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip():
                row = json.loads(line)
                rows[str(row.get("report", row.get("doc_id")))].append(row)
    return rows


def trimmed(row):
    """The span without white space and punctuation at its edges."""
    text, start, end = row.get("text") or "", row["start"], row["end"]
    if len(text) == end - start and text.strip(EDGE):
        start += len(text) - len(text.lstrip(EDGE))
        end -= len(text) - len(text.rstrip(EDGE))
    return start, end


def overlap(a, b):
    return min(a[1], b[1]) - max(a[0], b[0])


def pair(gold, system):
    """One-to-one pairs (gold, system, exact), exact ones first, then by overlap, then leftmost."""
    spans_g, spans_s = [trimmed(r) for r in gold], [trimmed(r) for r in system]
    found, order = [], sorted(range(len(spans_s)), key=lambda j: spans_s[j])
    for i, g in enumerate(spans_g):
        for j in order:
            if spans_s[j][0] >= g[1]:
                break
            if overlap(g, spans_s[j]) > 0:
                found.append((g != spans_s[j], -overlap(g, spans_s[j]), g[0], i, j))
    used_g, used_s, pairs = set(), set(), []
    for differs, _, _, i, j in sorted(found):
        if i not in used_g and j not in used_s:
            used_g.add(i)
            used_s.add(j)
            pairs.append((i, j, not differs))
    return pairs


def lenient(value):
    """The value in a light normal form, so that equal durations and decades compare equal."""
    v = (value or "").strip().upper()
    if m := re.fullmatch(r"P(\d+)(DE|CE|Y|M|W|D)", v):
        n, unit = int(m[1]), m[2]
        months = {"DE": 120, "CE": 1200, "Y": 12, "M": 1}
        return f"P{n * months[unit]}M" if unit in months else f"P{n * (7 if unit == 'W' else 1)}D"
    if m := re.fullmatch(r"PT(\d+)([HMS])", v):
        seconds = int(m[1]) * {"H": 3600, "M": 60, "S": 1}[m[2]]
        return f"PT{seconds}S" if seconds % 86400 else f"P{seconds // 86400}D"
    if "T" in v:
        v = re.sub(r"(Z|[+-]\d\d:?\d\d)$", "", v)
        v = re.sub(r"(T\d\d:\d\d):00(\.0+)?$", r"\1", re.sub(r"T(\d\d)$", r"T\1:00", v))
    return re.sub(r"^(\d{3})X$", r"\1", v)


def days(row):
    """(earliest, latest) as ISO days, or None."""
    both = row["interval"] if "interval" in row else (row.get("earliest"), row.get("latest"))
    return tuple(str(d)[:10] for d in both) if both and all(both) else None


def compare(gold, system, tiers=TIERS):
    """The counts of one report and its errors in words."""
    counted = [g for g in gold if tiers == ("all",) or g.get("tier") in (None, *tiers)]
    optional = [g for g in gold if not any(g is c for c in counted)]
    pairs = pair(counted, system)
    taken = {j for _, j, _ in pairs}
    rest = [j for j in range(len(system)) if j not in taken]
    tiered = tiers != ("all",) and any("tier" in g for g in gold)
    forgiven = {
        j
        for j in rest
        if (tiered and system[j].get("value") in VAGUE)
        or any(overlap(trimmed(system[j]), trimmed(o)) > 0 for o in optional)
    }
    false = [j for j in rest if j not in forgiven]
    c = collections.Counter(
        gold=len(counted),
        system=len(pairs) + len(false),
        relaxed=len(pairs),
        interval_gold=sum(days(g) is not None for g in counted),
        interval_system=sum(days(system[j]) is not None for j in false),
    )
    errors = collections.defaultdict(list)
    for i, j, exact in pairs:
        g, s = counted[i], system[j]
        values = [g.get("value"), *g.get("values_also", ())]
        same = s.get("value") in values
        c["strict"] += exact
        c["type"] += g.get("type") == s.get("type")
        c["role_gold"] += "role" in g
        c["role"] += "role" in g and g["role"] == s.get("role")
        c["value"] += same
        c["strict+value"] += exact and same
        c["value~"] += lenient(s.get("value")) in map(lenient, values)
        said = f"{g['text']!r} is {g.get('type')} {g.get('value')}, not {s['text']!r} {s.get('type')} {s.get('value')}"
        if not same:
            errors["value"].append(said)
        if not exact:
            errors["extent"].append(f"{g['text']!r}, not {s['text']!r}")
        if g.get("type") != s.get("type"):
            errors["type"].append(said)
        if "role" in g and g["role"] != s.get("role"):
            errors["role"].append(f"{g['text']!r} at {g['start']} is {g['role']}, not {s.get('role')}")
        if days(g):
            right = days(s) in [days(g), *map(tuple, g.get("intervals_also", ()))]
            c["interval"] += right
            c["interval_system"] += days(s) is not None
            if not right:
                errors["interval"].append(f"{g['text']!r} is {days(g)}, not {days(s)}")
    seen = {i for i, _, _ in pairs}
    errors["missed"] = [
        f"{g['text']!r} {g.get('type')} {g.get('value')} at {g['start']}"
        for i, g in enumerate(counted)
        if i not in seen
    ]
    errors["false"] = [
        f"{system[j]['text']!r} {system[j].get('type')} {system[j].get('value')} at {system[j]['start']}" for j in false
    ]
    return c, errors


def decoy_hits(gold, system, decoys):
    """The decoys that a system row without a gold row overlaps, and how many decoys could have been hit."""
    paired = {j for _, j, _ in pair(gold, system)}
    alone = [trimmed(s) for j, s in enumerate(system) if j not in paired]
    fair = [d for d in decoys if d.get("cls") not in ARGUABLE]
    return [d for d in fair if any(overlap(a, (d["start"], d["end"])) > 0 for a in alone)], len(fair)


def prf(right, said, gold):
    p, r = right / said if said else 0.0, right / gold if gold else 0.0
    return {"p": p, "r": r, "f1": 2 * p * r / (p + r) if p + r else 0.0}


def score(gold, system, decoys=None, tiers=TIERS):
    """Measures over all reports of GOLD. Arguments are {report: rows}. Also "reports": the counts of each."""
    total, errors, reports, hit, fair = collections.Counter(), collections.defaultdict(list), {}, [], 0
    for report, rows in gold.items():
        c, wrong = compare(rows, system.get(report, []), tuple(tiers))
        total += c
        reports[report] = c
        for kind, lines in wrong.items():
            errors[kind] += [f"{report}: {line}" for line in lines]
        if decoys:
            hits, n = decoy_hits(rows, system.get(report, []), decoys.get(report, []))
            hit, fair = hit + hits, fair + n
            errors["decoy"] += [f"{report}: {d['text']!r} at {d['start']} ({d.get('why')})" for d in hits]
    out = {n: prf(total[n], total["system"], total["gold"]) for n in NAMES if n != "interval"}
    out["interval"] = prf(total["interval"], total["interval_system"], total["interval_gold"])
    out["role"] = total["role"] / total["role_gold"] if total["role_gold"] else None
    return {
        **out,
        "decoys": len(hit) / fair if fair else None,
        "counts": dict(total),
        "reports": reports,
        "errors": errors,
    }


def table(result, with_lenient=False):
    """The result of `score` as lines of text."""
    c = result["counts"]
    lines = [
        f"reports {len(result['reports'])}  gold {c.get('gold', 0)}  system {c.get('system', 0)}",
        f"{'':14s}{'P':>8s}{'R':>8s}{'F1':>8s}",
    ]
    for name in NAMES:
        if (name != "value~" or with_lenient) and (name != "interval" or c.get("interval_gold")):
            lines.append(f"{name:14s}" + "".join(f"{100 * result[name][k]:8.2f}" for k in ("p", "r", "f1")))
    if result["role"] is not None:
        lines.append(f"role right {100 * result['role']:.2f} %")
    if result["decoys"] is not None:
        lines.append(f"decoys tagged {100 * result['decoys']:.2f} %")
    return lines


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("gold")
    ap.add_argument("system")
    ap.add_argument("--decoys")
    ap.add_argument("--tier", default=",".join(TIERS), help="tiers that count, or 'all' (default %(default)s)")
    ap.add_argument("--errors", type=int, default=0, metavar="N", help="show N errors of each kind")
    ap.add_argument("--lenient", action="store_true")
    ap.add_argument("--per-report", action="store_true")
    ap.add_argument("--json", action="store_true")
    a = ap.parse_args()
    gold, system = load(a.gold), load(a.system)
    result = score(gold, system, a.decoys and load(a.decoys, "decoys"), tuple(a.tier.split(",")))
    if a.json:
        json.dump({k: v for k, v in result.items() if k not in ("errors", "reports")}, sys.stdout, indent=1)
        print()
        return
    print("\n".join(table(result, a.lenient)))
    if a.per_report:
        for report, c in result["reports"].items():
            print(
                f"{report:30s} gold {c['gold']:3d}  system {c['system']:3d}  "
                + "  ".join(f"{n} {100 * prf(c[n], c['system'], c['gold'])['f1']:6.2f}" for n in NAMES[:4])
            )
    for kind, lines in result["errors"].items():
        for line in lines[: a.errors]:
            print(f"{kind:9s}{line}")


if __name__ == "__main__":
    main()
