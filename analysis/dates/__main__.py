"""Command line of the dates: `python -m analysis.dates explain "last December" --published 2017-05-15`."""

import argparse
import sys
from pathlib import Path

from . import explain, find_dates, to_timex3
from ._engine import RULES


def main(arguments: list[str] | None = None) -> int:
    """Run one command: explain, find, timex3 or rules."""
    parser = argparse.ArgumentParser(
        prog="python -m analysis.dates", description="Find and explain the dates of a text."
    )
    parser.add_argument(
        "command", choices=["explain", "find", "timex3", "rules"], help="what to show; rules prints the grammar"
    )
    parser.add_argument("text", nargs="?", default="", help="a text, or a file with --file")
    parser.add_argument("--published", help="publication date: a day, or EDTF such as 2017-05 or 2017~")
    parser.add_argument("--file", action="store_true", help="TEXT names a UTF-8 file")
    told = parser.parse_args(arguments)
    try:
        text = Path(told.text).read_text(encoding="utf-8") if told.file else told.text
        print(_answer(told.command, text, told.published))
    except (OSError, ValueError) as error:
        print(f"dates: {error}", file=sys.stderr)
        return 1
    return 0


def _answer(command: str, text: str, published: str | None) -> str:
    if command == "rules":
        return "\n".join(f"{rule.name:28} {rule.example:32} {rule.gives}" for rule in RULES)
    if command == "explain":
        return explain(text, published)
    dates = find_dates(text, published)
    return to_timex3(text, dates, published or "") if command == "timex3" else dates.to_csv(index=False).rstrip("\n")


if __name__ == "__main__":
    sys.exit(main())
