"""How well an edition of a day of real feeds keeps to its budget, and what stands where in it.

    python -m tests.bench.bench_edition [DAY...]

Needs ../shared/bench/feeds. Printed for each day, such as 2026-02-17: the number of stories in each
part; the words of the text in each format by the budget; the places at which the ten heaviest
stories stand, and at which they stand with headings alone; the share of the words that names other
publications; the line of a terminal of 80 columns at which the fifth headline begins.

2026-02-17: 158 stories
   1 min top   3 section   0 brief   1 more 154 finally   0  terminal 0.96  text 0.94  markdown 0.96
   2 min top   5 section   1 brief   6 more 146 finally   0  terminal 0.99  text 0.97  markdown 0.97
   3 min top   5 section   5 brief  10 more 138 finally   0  terminal 1.00  text 0.97  markdown 0.97
   5 min top   5 section  14 brief  13 more 126 finally   0  terminal 1.00  text 0.97  markdown 0.97
  10 min top   5 section  39 brief  26 more  88 finally   0  terminal 1.00  text 0.97  markdown 0.97
  the ten heaviest stand at 1 to 10, with headings alone at 1, 16, 22, 31, 24, 43, 53, 54, 64, 72
  names of other publications: 6.4% of the words
  the fifth headline begins at line 30
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from newsdigest import digest
from newsdigest.language import count_words
from newsdigest.model import WORDS_PER_MINUTE, Digest, Part
from newsdigest.pipeline import DigestOptions
from newsdigest.pipeline.edition import with_edition
from newsdigest.render import RenderOptions, render_digest
from newsdigest.render.compose import compose
from newsdigest.render.sanitiser import sanitised
from tests.paths import SHARED

DAYS = ("2026-02-17",)
BUDGETS = (1, 2, 3, 5, 10)
FORMATS = ("terminal", "text", "markdown")
# What nobody reads: addresses, and the numbers and marks of links.
ADDRESSES = re.compile(r"\[\d+\] https?://\S+|\[\d+\]|\]\([^)]*\)|https?://\S+")


def main() -> None:
    for day in sys.argv[1:] or DAYS:
        as_of = datetime.fromisoformat(f"{day}T06:00").replace(tzinfo=UTC)
        since = as_of - timedelta(days=1)
        made = digest([SHARED / "bench/feeds"], since=since, as_of=as_of, minutes=3, offline=True)
        print(f"{day}: {len(made.stories)} stories")
        # What one edition only counts may be in another.
        free = tuple(replace(story, part=Part.SECTION) for story in made.stories)
        report(replace(made, stories=free))


def report(made: Digest) -> None:
    for minutes in BUDGETS:
        edition = with_edition(made, DigestOptions(minutes=minutes))
        parts = Counter(story.part for story in edition.stories)
        shares = [words(edition, name) / (minutes * WORDS_PER_MINUTE) for name in FORMATS]
        print(
            f"  {minutes:2} min " + " ".join(f"{part} {parts[part]:3}" for part in Part),
            *(f" {name} {share:.2f}" for name, share in zip(FORMATS, shares, strict=True)),
        )
    edition = with_edition(made, DigestOptions(minutes=3))
    headings = with_edition(made, DigestOptions(top=0))
    print(
        f"  the ten heaviest stand at {places(edition)}, with headings alone at {places(headings)}"
    )
    print(f"  names of other publications: {also_share(edition):.1%} of the words")
    print(f"  the fifth headline begins at line {fifth_headline(edition)}")


def words(made: Digest, format: str) -> int:
    """Those of the text without addresses and failures, which are no news."""
    text = ADDRESSES.sub(" ", render_digest(replace(made, failures=()), format))
    return sum(any(map(str.isalnum, word)) for word in text.split())


def places(made: Digest) -> list[int]:
    """The places at which a reader meets the ten heaviest stories."""
    shown = [story.rank for story in compose(sanitised(made), RenderOptions()).stories]
    return [shown.index(rank) + 1 for rank in range(1, 11) if rank in shown]


def also_share(made: Digest) -> float:
    view = compose(sanitised(made), RenderOptions())
    also = sum(count_words(story.also or "") for story in view.stories if story.part != "brief")
    return also / words(made, "text")


def fifth_headline(made: Digest) -> int:
    lines = render_digest(made, "terminal", RenderOptions(width=80)).splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(" 5  "))


if __name__ == "__main__":
    main()
