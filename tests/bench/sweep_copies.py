"""The effect of each threshold of the copy decision on the benchmark's texts.

    python -m tests.bench.sweep_copies

Prints precision, recall and F1 over pairs, varying one threshold at a time.
"""

from __future__ import annotations

import json

from newsdigest.analyse.copies import decision, find_copies
from tests.bench.adapters import _article
from tests.paths import SHARED

RANGES = {
    "CONTAINMENT": (0.25, 0.3, 0.35, 0.4, 0.45),
    "LEAD_SHARED": (0.05, 0.1, 0.15, 0.2, 0.3),
    "LEAD_KEPT": (0.3, 0.5, 0.7),
    "ANY_LEAD_CONTAINMENT": (0.5, 0.6, 0.65, 0.7, 0.8),
    "EDITED_MIN_WORDS": (40, 50, 60, 80),
    "REPRINT_EDITED_MIN_WORDS": (80, 100, 120, 150),
    "EDITED_SHARED": (0.1, 0.15, 0.2, 0.25, 0.3),
    "UNEDITED_SHARED": (0.5, 0.6, 0.7),
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
        shipped = getattr(decision, name)
        for value in values:
            setattr(decision, name, value)
            found = {
                (i, j)
                for i, j in find_copies(articles)
                if groups[j] not in rows[i].get("unscored_groups", ())
            }
            right = len(found & gold)
            scores = f"{100 * right / len(found):.1f} {100 * right / len(gold):.1f}"
            f1 = 200 * right / (len(found) + len(gold))
            print(f"{name} {value:.2f}  {scores}  {f1:.1f}", flush=True)
        setattr(decision, name, shipped)


if __name__ == "__main__":
    main()
