"""What the thresholds of the judgement of copies do on the benchmark's texts.

    python -m tests.bench.sweep_copies

Prints precision, recall and F1 over pairs, one threshold moved at a time.
"""

from __future__ import annotations

import json

from newsdigest.analyse.copies import find_copies, judgement
from tests.bench.adapters import _article
from tests.paths import SHARED

RANGES = {
    "CONTAINMENT": (0.25, 0.3, 0.35, 0.4, 0.45),
    "LEAD_SHARED": (0.05, 0.1, 0.15, 0.2, 0.3),
    "LEAD_KEPT": (0.3, 0.5, 0.7),
    "ALONE": (0.5, 0.6, 0.65, 0.7, 0.8),
    "EDITION": (40, 50, 60, 80),
    "EDITABLE": (80, 100, 120, 150),
    "EDITED": (0.1, 0.15, 0.2, 0.25, 0.3),
    "UNEDITED": (0.5, 0.6, 0.7),
    "MERGED_OWN": (0.45, 0.55, 0.65, 0.75),
    "TEASER_OWN": (0.1, 0.15, 0.2, 0.25, 0.3),
    "CUT_OWN": (0.1, 0.2, 0.3, 0.4),
    "CUT_COVERED": (0.4, 0.5, 0.6, 0.7),
    "HEADLINE_COVERED": (0.2, 0.34, 0.5),
}


def main() -> None:
    with (SHARED / "bench/data/neardup.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    articles = [_article(place, row) for place, row in enumerate(rows)]
    groups = [row["group"] for row in rows]
    gold = {(i, j) for j in range(len(rows)) for i in range(j) if groups[i] == groups[j]}
    for name, values in RANGES.items():
        usual = getattr(judgement, name)
        for value in values:
            setattr(judgement, name, value)
            found = {
                (i, j)
                for i, j in find_copies(articles)
                if groups[j] not in rows[i].get("unscored_groups", ())
            }
            right = len(found & gold)
            told = f"{100 * right / len(found):.1f} {100 * right / len(gold):.1f}"
            f1 = 200 * right / (len(found) + len(gold))
            print(f"{name} {value:.2f}  {told}  {f1:.1f}", flush=True)
        setattr(judgement, name, usual)


if __name__ == "__main__":
    main()
