"""Compare two files of figures: `python benchmarks/compare.py before.json after.json`.

For each measurement that both hold: how many times as long the second took; at the end the geometric mean
and the worst. Exit code 1 if something takes more than `--allow` times as long (default:
never).
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
from pathlib import Path
from typing import Any


def read(path: Path) -> dict[str, dict[str, Any]]:
    """The measurements of a file, by name."""
    return {record["name"]: record for record in json.loads(path.read_text())["measurements"]}


def ratios(before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]) -> dict[str, float]:
    """After / before of the medians, for what both measured on the same amount of work."""
    return {
        name: after[name]["median"] / old["median"]
        for name, old in before.items()
        if name in after and after[name]["work"] == old["work"]
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--allow", type=float, default=math.inf, help="largest acceptable ratio")
    options = parser.parse_args()
    before, after = read(options.before), read(options.after)
    found = ratios(before, after)
    for name, ratio in found.items():
        print(f"{name:<44} {ratio:>6.2f} x")
    for name in sorted(set(before) ^ set(after)):
        print(f"{name:<44} only in one file")
    for name in sorted(set(before) & set(after) - set(found)):
        print(f"{name:<44} does other work than before: not compared")
    if not found:
        print("nothing to compare", file=sys.stderr)
        return 1
    worst = max(found, key=lambda name: found[name])
    print(f"\ngeometric mean {statistics.geometric_mean(found.values()):.2f} x, worst {found[worst]:.2f} x ({worst})")
    return 1 if found[worst] > options.allow else 0


if __name__ == "__main__":
    sys.exit(main())
