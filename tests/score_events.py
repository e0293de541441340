"""Compares a timeline with a hand-made list of events: recall, precision, reports, status, and the errors in words."""

import json
from pathlib import Path

DATA = Path(__file__).parent / "data" / "events" / "events.jsonl"


def load_gold(path=DATA):
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines() if line]


def score(gold, events, mentions, reports=None):
    """Match events by overlapping mentions and dates that meet, one to one, and measure.

    Returns a dict: recall (major dated events), precision (events of ours that some event of the gold answers),
    status, places (matched events of several reports with all their reports), errors (sentences).
    """
    if reports is not None:
        gold = [g for g in gold if set(g["reports"]) <= set(reports)]
    spans = {}
    for m in mentions.itertuples():
        spans.setdefault(m.event, []).append((m.report, m.raw_start, m.raw_end))
    days = {e.event: (e.earliest, e.latest) for e in events.itertuples()}
    pairs = []
    for g in gold:
        for name, own in spans.items():
            shared = sum(any(_meet(m, s) for s in own) for m in g["mentions"])
            if shared and _same_time(g["interval"], days[name]):
                pairs.append((-shared, g["event"], name))
    match, used = {}, set()
    for _, g, name in sorted(pairs):
        if g not in match and name not in used:
            match[g] = name
            used.add(name)
    errors = []
    major = [g for g in gold if g["dated"] and g["salience"] == "major"]
    missed = [g for g in major if g["event"] not in match]
    errors += [f"missed {g['event']} {g['label']} {g['interval']} {g['reports']}" for g in missed]
    wanted = {name for _, _, name in pairs}
    seen = [e for e in events.itertuples() if reports is None or set(e.reports) & set(reports)]
    false = [e for e in seen if e.event not in wanted]
    errors += [f"false {e.event} {e.earliest} {spans[e.event][:2]}" for e in false]
    twice = [(g, name) for _, g, name in sorted(pairs) if match.get(g) != name and name not in used]
    errors += [f"split {g}: {name} beside {match.get(g)}" for g, name in twice]
    table = events.set_index("event")
    status = [(g, table.loc[match[g["event"]], "status"]) for g in gold if g["event"] in match]
    wrong = [(g, s) for g, s in status if s != g["status"] and not (s == "proposed" and g["status"] == "planned")]
    errors += [f"status {g['event']} {g['label']}: {s} for {g['status']}" for g, s in wrong]
    several = [g for g in gold if len(g["reports"]) > 1]
    places = [
        g for g in several if g["event"] in match and set(g["reports"]) <= set(table.loc[match[g["event"]], "reports"])
    ]
    for g in several:
        if g not in places:
            ours = table["reports"].get(match.get(g["event"], ""), ())
            errors.append(f"reports {g['event']} {g['label']}: {ours} for {g['reports']}")
    return {
        "recall": 1 - len(missed) / max(1, len(major)),
        "precision": 1 - len(false) / max(1, len(seen)),
        "strict_precision": len(used & {e.event for e in seen}) / max(1, len(seen)),
        "status": 1 - len(wrong) / max(1, len(status)),
        "places": len(places) / max(1, len(several)),
        "n": (len(major), len(seen), len(status), len(several)),
        "errors": errors,
    }


def _meet(mention, span):
    report, start, end = span
    return mention["report"] == report and start < mention["end"] and mention["start"] < end


def _same_time(interval, days):
    if interval is None or not days[0]:
        return True
    return days[0] <= interval[1] and interval[0] <= (days[1] or "9999")  # open: since July


def b_cubed(gold, mentions):
    """Measure identity over the mentions that gold and timeline both have: B-cubed precision, recall, F1, and n.

    For each mention, precision is the share of its group that is of its gold event, recall the share of its gold event
    that is in its group (Bagga and Baldwin 1998).
    """
    spans = [(m.event, m.report, m.raw_start, m.raw_end) for m in mentions.itertuples()]
    items = []
    for g in gold:
        for m in g["mentions"]:
            ours = next((e for e, *span in spans if _meet(m, span)), None)
            if ours is not None:
                items.append((g["event"], ours))
    if not items:
        return 0.0, 0.0, 0.0, 0
    both = [sum(a == b for b in items) for a in items]
    precision = sum(n / sum(b[1] == a[1] for b in items) for n, a in zip(both, items, strict=True)) / len(items)
    recall = sum(n / sum(b[0] == a[0] for b in items) for n, a in zip(both, items, strict=True)) / len(items)
    return precision, recall, 2 * precision * recall / (precision + recall), len(items)
